import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { accountAttributes, ConciergeError, type AnyConnector } from '@cx-concierge/contract'
import { narrowed, wantsOf, type Policy, type Want } from '@cx-concierge/core'
import type { TokenExchange } from '../auth/exchange-request.ts'
import type { TokenIssuer } from '../auth/token-issuer.ts'
import { checkShape } from './check-shape.ts'
import { dutyGaps } from './checks/duty-gaps.ts'
import { strayPrivateHosts } from './checks/private-hosts.ts'
import { unreachableRules } from './checks/unreachable-rules.ts'
import { compilePolicy } from './compile/policy.ts'
import { issuerFaults } from './compile/read-as.ts'
import { compileSource, type ConfiguredSource } from './compile/sources.ts'
import { compileIssuers } from './compile/tokens.ts'
import type { Fault } from './fault.ts'
import { loadHolidays } from './holidays.ts'
import { loadConnector, type LoadConnector } from './load-connector.ts'
import { salvage } from './salvage.ts'
import { skeletons } from './skeletons.ts'
import { processSecrets, type SecretReader } from './secrets.ts'
import { accessFile, type AccessFile } from './shapes/access-file.ts'
import { connectorsFile } from './shapes/connectors-file.ts'
import { peopleFile } from './shapes/people-file.ts'
import { routingFile, type RoutingFile } from './shapes/routing-file.ts'
import { readYaml, type YamlFile } from './yaml-file.ts'

/** The company's four files, read, checked and made ready. */
export interface Config {
  /** Over sources that provide no more than is wanted of them. */
  readonly policy: Policy
  /** All that the tools on offer can need of any system by this policy, and why. */
  readonly wants: readonly Want[]
  readonly sources: readonly ConfiguredSource[]
  readonly access: AccessFile
  /** Where callers' tokens can be exchanged, by the issuer's name. */
  readonly tokenExchanges: ReadonlyMap<string, TokenExchange>
  /** The issuers of access.yaml, secrets in their places. */
  readonly issuers: readonly TokenIssuer[]
  /** Which change of the files this is, in words for people. */
  readonly change: string
  /** SHA-256 over the four texts. */
  readonly fingerprint: string
}

/** What loading needs besides the folder. */
export interface LoadOptions {
  readonly now: number
  readonly secrets?: SecretReader
  /** `warning` lets files be checked on a machine that has no secrets. */
  readonly missingSecrets?: Fault['severity']
  readonly loadConnector?: LoadConnector
  /** Puts other settings, and the hosts they need, in place of a connector's: by its name. */
  readonly overrides?: ReadonlyMap<string, { readonly settings: Readonly<Record<string, unknown>>; readonly hosts: readonly string[] }>
}

const files = ['connectors.yaml', 'people.yaml', 'routing.yaml', 'access.yaml'] as const

/** Reads a configuration folder. Gives every fault at once; `config` is there only when none of them is an error. */
export async function loadConfig(
  folder: string,
  options: LoadOptions,
): Promise<{ readonly config: Config | undefined; readonly faults: readonly Fault[] }> {
  const faults: Fault[] = []
  const texts = await Promise.all(files.map((name) => readText(folder, name, faults)))
  const [connectors, people, routing, access] = texts.map((text, index) => readYaml(files[index] as string, text ?? '')) as [
    YamlFile,
    YamlFile,
    YamlFile,
    YamlFile,
  ]
  for (const yaml of [connectors, people, routing, access]) faults.push(...yaml.faults)

  const spoiled = new Set<string>()
  const shaped = {
    connectors: shape(connectors, connectorsFile, { faults, spoiled }),
    people: shape(people, peopleFile, { faults, spoiled }),
    routing: shape(routing, routingFile, { faults, spoiled }),
    access: shape(access, accessFile, { faults, spoiled }),
  }
  const loaded = new Map<string, AnyConnector>()
  const sources: ConfiguredSource[] = []
  for (const [name, entry] of Object.entries(shaped.connectors?.connectors ?? {})) {
    const connector = await loadQuietly(options.loadConnector ?? loadConnector, entry.use, (what) =>
      faults.push(connectors.fault(['connectors', name, 'use'], what)),
    )
    loaded.set(name, connector ?? unknownConnector)
    if (!connector || !shaped.access) continue
    const compiled = compileSource(name, entry, connector, {
      yaml: connectors,
      secrets: options.secrets ?? processSecrets,
      missingSecrets: options.missingSecrets ?? 'error',
      allowedHosts: shaped.access.backend_hosts,
      privateHosts: shaped.access.private_hosts,
      override: options.overrides?.get(name),
    })
    faults.push(...compiled.faults)
    if (compiled.source) sources.push(compiled.source)
  }
  const { access: accessShape, people: peopleShape, routing: routingShape } = shaped
  if (!accessShape || !peopleShape || !routingShape || !shaped.connectors) return { config: undefined, faults: inOrder(faults) }

  const secrets = { secrets: options.secrets ?? processSecrets, missingSecrets: options.missingSecrets ?? 'error' } as const
  const compiledIssuers = compileIssuers(accessShape.tokens.issuers, access, secrets.secrets, secrets.missingSecrets)
  const { issuers, tokenExchanges } = compiledIssuers
  const readAsCaller = sources.flatMap(({ name, exchange }) => (exchange ? [name] : []))
  faults.push(...issuerFaults(access, readAsCaller, accessShape, tokenExchanges))

  const deeper: Fault[] = [...compiledIssuers.faults]
  const places = Object.values(peopleShape.calendars).flatMap((calendar) => calendar.public_holidays_of ?? [])
  const policy = compilePolicy(
    {
      routing: { yaml: routing, file: routingShape },
      people: { yaml: people, file: peopleShape },
      named: {
        roles: keysOf(routing, 'roles'),
        pools: keysOf(people, 'pools'),
        duties: keysOf(people, 'duty'),
        people: keysOf(people, 'people'),
      },
      access: { yaml: access, file: accessShape },
      connectors: loaded,
      readAsCaller: new Set(readAsCaller),
      holidaysOf: await loadHolidays(places, options.now),
    },
    deeper,
  )
  deeper.push(
    ...(faults.some((fault) => fault.file === 'routing.yaml' && fault.where.startsWith('rules'))
      ? []
      : unreachableRules(routing, routingShape)),
    ...dutyGaps(people, policy, options.now),
    ...strayPrivateHosts(access, accessShape),
  )
  faults.push(...deeper.filter((fault) => !spoiled.has(`${fault.file} ${fault.where.split(/[.[]/)[0]}`)))
  const wants = wantsOf(policy)
  const failed = faults.some((fault) => fault.severity === 'error')
  const fingerprint = createHash('sha256').update(texts.join('\0')).digest('hex')
  return {
    config: failed
      ? undefined
      : {
          policy: narrowed(policy, wants),
          wants,
          sources,
          access: accessShape,
          issuers,
          tokenExchanges,
          change: changeText(routingShape.change),
          fingerprint,
        },
    faults: inOrder(faults),
  }
}

function changeText({ id, note, approved_by: approvedBy }: RoutingFile['change']): string {
  const more = [note, approvedBy && `approved by ${approvedBy}`].filter(Boolean).join('; ')
  return more === '' ? id : `${id} (${more})`
}

async function readText(folder: string, name: string, faults: Fault[]): Promise<string | undefined> {
  try {
    return await readFile(join(folder, name), 'utf8')
  } catch {
    faults.push({ severity: 'error', file: name, line: 1, column: 1, where: 'the file', what: `cannot be read in ${folder}` })
    return undefined
  }
}

interface ShapeNotes {
  readonly faults: Fault[]
  /** Blocks that could not be read at all, as `file block`. */
  readonly spoiled: Set<string>
}

function shape<Output>(yaml: YamlFile, schema: z.ZodType<Output>, notes: ShapeNotes): Output | undefined {
  if (yaml.faults.length > 0 || notes.faults.some((fault) => fault.file === yaml.file && fault.where === 'the file'))
    return salvage(schema, {}, skeletonOf(yaml, notes))?.value
  const checked = checkShape(yaml, schema, yaml.value)
  notes.faults.push(...checked.faults)
  if (checked.value !== undefined) return checked.value
  const saved = salvage(schema, yaml.value, skeletons[yaml.file as keyof typeof skeletons])
  for (const block of saved?.replaced ?? []) notes.spoiled.add(`${yaml.file} ${block}`)
  return saved?.value
}

/** Stands in for a file that could not be read at all. */
function skeletonOf(yaml: YamlFile, notes: ShapeNotes): Readonly<Record<string, unknown>> {
  const skeleton = skeletons[yaml.file as keyof typeof skeletons]
  for (const block of Object.keys(skeleton)) notes.spoiled.add(`${yaml.file} ${block}`)
  return skeleton
}

async function loadQuietly(load: LoadConnector, use: string, complain: (what: string) => void): Promise<AnyConnector | undefined> {
  try {
    return await load(use)
  } catch (error) {
    complain(ConciergeError.is(error) ? error.message : `"${use}" cannot be loaded`)
    return undefined
  }
}

/** The names in a block as they stand in the text, also of entries that have a fault of their own. */
function keysOf(yaml: YamlFile, block: string): readonly string[] {
  const value = (yaml.value as Readonly<Record<string, unknown>> | undefined)?.[block]
  return typeof value === 'object' && value !== null ? Object.keys(value) : []
}

/** Stands in for a connector that is not there, so that one fault is told and not one for every mention. */
const unknownConnector: AnyConnector = {
  contract: 1,
  name: 'unknown',
  title: 'unknown',
  settings: z.unknown(),
  provides: { lookups: ['accounts', 'people', 'coverage', 'headshots'], attributes: accountAttributes, roles: ['*'] },
  accountId: (typed) => typed,
  hosts: () => [],
  reads: () => [],
  connect: () => {
    throw new ConciergeError('INTERNAL', 'there is nothing to connect')
  },
}

const inOrder = (faults: readonly Fault[]): readonly Fault[] =>
  faults.toSorted((a, b) => files.indexOf(a.file as never) - files.indexOf(b.file as never) || a.line - b.line || a.column - b.column)

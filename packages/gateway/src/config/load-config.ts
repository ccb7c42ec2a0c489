import { sealed, type Sealed } from '@cx-concierge/contract'
import { narrowed, wantsOf, type Policy, type Want } from '@cx-concierge/core'
import type { TokenExchange } from '../auth/exchange-request.ts'
import type { TokenIssuer } from '../auth/token-issuer.ts'
import { dutyGaps } from './checks/duty-gaps.ts'
import { strayPrivateHosts } from './checks/private-hosts.ts'
import { unreachableRules } from './checks/unreachable-rules.ts'
import { compileLongSecret } from './compile/long-secret.ts'
import { compilePolicy } from './compile/policy.ts'
import { issuerFaults } from './compile/read-as.ts'
import type { ConfiguredSource } from './compile/sources.ts'
import { compileIssuers } from './compile/tokens.ts'
import type { Fault } from './fault.ts'
import { loadHolidays } from './holidays.ts'
import { loadConnector, type LoadConnector } from './load-connector.ts'
import { loadSources, type SourcesOrigin } from './load-sources.ts'
import { readFiles } from './read-files.ts'
import { fileNames, readTexts, type ConfigTexts } from './read-texts.ts'
import { processSecrets, type SecretReader } from './secrets.ts'
import type { AccessFile } from './shapes/access-file.ts'
import type { RoutingFile } from './shapes/routing-file.ts'
import type { YamlFile } from './yaml-file.ts'

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
  /** Whose holder may read the metrics from another machine; nobody may when there is none. */
  readonly metricsToken: string | undefined
  /** Seals all that replicas share; without it they can share nothing. */
  readonly sharedKey: Sealed | undefined
  /** Which change of the files this is, in words for people. */
  readonly change: string
  /** SHA-256 over the four texts. */
  readonly fingerprint: string
  /** The files as they were written: with references, not with what they lead to. */
  readonly texts: ConfigTexts
  /** A digest of {@link issuers} and {@link tokenExchanges}, secrets included. */
  readonly issuersPrint: string
}

/** What loading needs besides the folder. */
export interface LoadOptions {
  readonly now: number
  readonly secrets?: SecretReader
  /** `warning` lets files be checked on a machine that has no secrets. */
  readonly missingSecrets?: Fault['severity']
  readonly loadConnector?: LoadConnector
  /** Puts other settings, and the hosts they need, in place of a connector's: by its name. */
  readonly overrides?: NonNullable<SourcesOrigin['overrides']>
  /** What the files said at another time, to be taken instead of what they say now. */
  readonly texts?: ConfigTexts
}

/** A configuration, or what is wrong with it; warnings may stand beside a good one. */
export interface Loaded {
  readonly config: Config | undefined
  readonly faults: readonly Fault[]
  /** SHA-256 over the four texts, whatever they say. */
  readonly fingerprint: string
}

/** Reads a configuration folder. Gives every fault at once; `config` is there only when none of them is an error. */
export async function loadConfig(
  folder: string,
  { now, overrides, secrets = processSecrets, missingSecrets = 'error', loadConnector: load = loadConnector, ...given }: LoadOptions,
): Promise<Loaded> {
  const texts = given.texts ?? (await readTexts(folder))
  const { files, isSpoiled, fingerprint, ...read } = readFiles(texts, folder)
  if (files === undefined) return { config: undefined, faults: inOrder(read.faults), fingerprint }
  const { people, routing, access } = files
  const loaded = await loadSources(files, { load, overrides, secrets, missingSecrets })
  const { sources } = loaded
  const compiledIssuers = compileIssuers(access.yaml, access.file.tokens.issuers, { secrets, missingSecrets })
  const { issuers, tokenExchanges, print: issuersPrint } = compiledIssuers
  const metrics = compileLongSecret(access.yaml, 'metrics', access.file.metrics, { secrets, missingSecrets })
  const shared = compileLongSecret(access.yaml, 'shared_cache', access.file.shared_cache, { secrets, missingSecrets })
  const readAsCaller = sources.flatMap(({ name, exchange }) => (exchange ? [name] : []))
  const faults = [...read.faults, ...loaded.faults, ...issuerFaults(access.yaml, readAsCaller, access.file, tokenExchanges)]

  const deeper: Fault[] = [...compiledIssuers.faults, ...metrics.faults, ...shared.faults]
  const places = Object.values(people.file.calendars).flatMap((calendar) => calendar.public_holidays_of ?? [])
  const policy = compilePolicy(
    {
      routing,
      people,
      named: {
        roles: keysOf(routing.yaml, 'roles'),
        pools: keysOf(people.yaml, 'pools'),
        duties: keysOf(people.yaml, 'duty'),
        people: keysOf(people.yaml, 'people'),
      },
      access,
      connectors: loaded.connectors,
      readAsCaller: new Set(readAsCaller),
      holidaysOf: await loadHolidays(places, now),
    },
    deeper,
  )
  const rulesAreSound = !faults.some(({ file, where }) => file === 'routing.yaml' && where.startsWith('rules'))
  deeper.push(
    ...(rulesAreSound ? unreachableRules(routing.yaml, routing.file) : []),
    ...dutyGaps(people.yaml, policy, now),
    ...strayPrivateHosts(access.yaml, access.file),
  )
  faults.push(...deeper.filter((fault) => !isSpoiled(fault)))
  if (faults.some(({ severity }) => severity === 'error')) return { config: undefined, faults: inOrder(faults), fingerprint }
  const wants = wantsOf(policy)
  const change = changeText(routing.file.change)
  const config: Config = {
    policy: narrowed(policy, wants),
    wants,
    sources,
    access: access.file,
    issuers,
    tokenExchanges,
    issuersPrint,
    metricsToken: metrics.secret,
    sharedKey: shared.secret === undefined ? undefined : sealed(shared.secret),
    change,
    fingerprint,
    texts,
  }
  return { config, faults: inOrder(faults), fingerprint }
}

function changeText({ id, note, approved_by: approvedBy }: RoutingFile['change']): string {
  const more = [note, approvedBy && `approved by ${approvedBy}`].filter(Boolean).join('; ')
  return more === '' ? id : `${id} (${more})`
}

/** The names in a block as they stand in the text, also of entries that have a fault of their own. */
function keysOf(yaml: YamlFile, block: string): readonly string[] {
  const value = (yaml.value as Readonly<Record<string, unknown>> | undefined)?.[block]
  return typeof value === 'object' && value !== null ? Object.keys(value) : []
}

const inOrder = (faults: readonly Fault[]): readonly Fault[] =>
  faults.toSorted(
    (a, b) => fileNames.indexOf(a.file as never) - fileNames.indexOf(b.file as never) || a.line - b.line || a.column - b.column,
  )

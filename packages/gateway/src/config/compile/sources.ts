import { hash } from 'node:crypto'
import type { AnyConnector, LookupName } from '@cx-concierge/contract'
import { defined, type ProtectionLimits } from '@cx-concierge/core'
import type { ExchangeTarget } from '../../auth/exchange-request.ts'
import { isAllowedHost } from '@cx-concierge/egress'
import { checkShape } from '../check-shape.ts'
import { plainSecrets } from '../checks/plain-secrets.ts'
import type { Fault } from '../fault.ts'
import { exchangeTarget, readAsFaults } from './read-as.ts'
import { resolveSecrets, type SecretReader } from '../secrets.ts'
import type { AccessFile } from '../shapes/access-file.ts'
import type { ConnectorsFile } from '../shapes/connectors-file.ts'
import type { YamlFile } from '../yaml-file.ts'

/** One system of connectors.yaml, ready to be connected. */
export interface ConfiguredSource {
  readonly name: string
  readonly connector: AnyConnector
  /** Checked by the connector's own schema. */
  readonly settings: unknown
  readonly hosts: readonly string[]
  /** Names of hosts that may have private addresses. */
  readonly privateHosts: readonly string[]
  readonly limits: ProtectionLimits
  /** There when it is read with each caller's own rights. */
  readonly exchange?: ExchangeTarget
  readonly keysPerRequest: number
  readonly refreshMs: Readonly<Partial<Record<LookupName, number>>>
  /** A digest of all that, secrets included: two entries of one digest connect to the same system in the same way. */
  readonly print: string
}

/** What compiling one entry needs. */
export interface SourceParts {
  readonly yaml: YamlFile
  readonly secrets: SecretReader
  /** A missing secret is an error where the desk is to be started, a warning where its files are only checked. */
  readonly missingSecrets: Fault['severity']
  readonly allowedHosts: AccessFile['backend_hosts']
  readonly privateHosts: AccessFile['private_hosts']
  /** Settings that replace the file's, and hosts allowed besides: how pretend backends are put in place of the real ones. */
  readonly override?: { readonly settings: Readonly<Record<string, unknown>>; readonly hosts: readonly string[] } | undefined
}

const defaultConcurrency = 8
const waitingPerPlace = 64
const defaultKeysPerRequest = 100

/** Makes one entry of connectors.yaml ready; `undefined` when its faults leave nothing to start. */
export function compileSource(
  name: string,
  entry: ConnectorsFile['connectors'][string],
  connector: AnyConnector,
  parts: SourceParts,
): { readonly source: ConfiguredSource | undefined; readonly faults: readonly Fault[] } {
  const { yaml, override } = parts
  const at = ['connectors', name]
  const faults: Fault[] = []
  const resolved = resolveSecrets(override ? merge(entry.settings, override.settings) : entry.settings, parts.secrets)
  for (const { path, what } of resolved.missing) {
    faults.push(yaml.fault([...at, 'settings', ...path], what, { severity: parts.missingSecrets, hint: 'set it before starting the desk' }))
  }
  faults.push(...plainSecrets(yaml, connector.settings, entry.settings, [...at, 'settings']))
  const checked = checkShape(yaml, connector.settings, resolved.value, [...at, 'settings'])
  const unresolved = new Set(resolved.missing.map(({ path }) => yaml.fault([...at, 'settings', ...path], '').where))
  faults.push(...checked.faults.filter((fault) => !unresolved.has(fault.where)))
  faults.push(...quotaFaults(yaml, name, entry, connector))
  if (checked.value === undefined) return { source: undefined, faults }
  faults.push(...readAsFaults(yaml, name, entry, connector, checked.value))

  const hosts = connector.hosts(checked.value)
  const allowed = [...(parts.allowedHosts[name] ?? []), ...(override?.hosts ?? [])]
  for (const host of hosts) {
    // a narrower pattern lies below a wider one as a name does
    if (isAllowedHost(host, allowed) || host.includes('${')) continue
    faults.push(
      yaml.fault([...at, 'settings'], `would talk to ${host}, which is not among backend_hosts.${name} of access.yaml`, {
        hint: `if it is right, add ${host} there`,
      }),
    )
  }
  const source: ConfiguredSource = {
    name,
    connector,
    settings: checked.value,
    hosts,
    privateHosts: parts.privateHosts,
    keysPerRequest: connector.limits?.keysPerRequest ?? defaultKeysPerRequest,
    refreshMs: Object.fromEntries(Object.entries(entry.refresh).filter(([, ms]) => ms !== undefined)),
    limits: limitsOf(entry, connector),
    ...defined('exchange', exchangeTarget(entry)),
    print: hash('sha256', JSON.stringify([name, entry, resolved.value, hosts, parts.privateHosts])),
  }
  return { source, faults }
}

function limitsOf(entry: ConnectorsFile['connectors'][string], connector: AnyConnector): ProtectionLimits {
  const concurrency = Math.min(
    entry.at_once ?? connector.limits?.concurrency ?? defaultConcurrency,
    connector.limits?.concurrency ?? Infinity,
  )
  const vendor = [
    ...(connector.limits?.callsPerMinute === undefined ? [] : [{ calls: connector.limits.callsPerMinute, perMs: 60_000 }]),
    ...(connector.limits?.callsPerDay === undefined ? [] : [{ calls: connector.limits.callsPerDay, perMs: 86_400_000 }]),
  ]
  return {
    timeoutMs: entry.timeout,
    concurrency,
    waiting: concurrency * waitingPerPlace,
    quotas: [...entry.calls, ...vendor],
    breaker: { ...entry.breaker.open_when, restMs: entry.breaker.try_again_after },
  }
}

function quotaFaults(yaml: YamlFile, name: string, entry: ConnectorsFile['connectors'][string], connector: AnyConnector): Fault[] {
  const vendor = { 60_000: connector.limits?.callsPerMinute, 86_400_000: connector.limits?.callsPerDay } as Readonly<
    Record<number, number | undefined>
  >
  return entry.calls.flatMap((quota, index) => {
    const most = vendor[quota.perMs]
    if (most === undefined || quota.calls <= most) return []
    return [yaml.fault(['connectors', name, 'calls', index], `is more than the vendor allows (${most})`)]
  })
}

/** Puts the second tree over the first; a block whose kind changes (another sign-in flow) is replaced whole. */
function merge(base: unknown, over: unknown): unknown {
  if (!isBlock(base) || !isBlock(over) || ('flow' in over && over['flow'] !== base['flow'])) return over
  const merged: Record<string, unknown> = { ...base }
  for (const [key, value] of Object.entries(over)) merged[key] = merge(base[key], value)
  return merged
}

const isBlock = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

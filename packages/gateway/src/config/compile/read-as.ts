import type { AnyConnector } from '@cx-concierge/contract'
import type { ExchangeTarget, TokenExchange } from '../../auth/exchange-request.ts'
import type { Fault } from '../fault.ts'
import type { ConnectorsFile } from '../shapes/connectors-file.ts'
import type { YamlFile } from '../yaml-file.ts'
import type { AccessFile } from '../shapes/access-file.ts'

type Entry = ConnectorsFile['connectors'][string]

/** Which tokens a system is read with: there when it is read with each caller's own rights. */
export const exchangeTarget = ({ read_as: readAs, exchange }: Entry): ExchangeTarget | undefined =>
  readAs === 'service' || exchange === undefined
    ? undefined
    : {
        scope: exchange.scope,
        ...(exchange.audience === undefined ? {} : { audience: exchange.audience }),
        ...(exchange.resource === undefined ? {} : { resource: exchange.resource }),
      }

/** What is wrong with the way an entry is to be read, whatever the issuers. `settings` have been checked. */
export function readAsFaults(yaml: YamlFile, name: string, entry: Entry, connector: AnyConnector, settings: unknown): Fault[] {
  const at = ['connectors', name]
  const can = connector.credentials?.(settings) ?? ['service']
  if (entry.read_as === 'service') {
    const faults = entry.exchange ? [yaml.fault([...at, 'exchange'], 'is used only with read_as: caller')] : []
    if (can.includes('service')) return faults
    return [...faults, yaml.fault([...at, 'settings'], `has no sign-in of its own, which read_as: service needs`)]
  }
  const faults: Fault[] = []
  if (!can.includes('caller')) {
    const hint = 'its README says whether it can, and with which settings'
    faults.push(yaml.fault([...at, 'read_as'], `${entry.use} cannot be read with the callers’ own rights as it is set up`, { hint }))
  }
  if (!entry.exchange) {
    const hint = 'add exchange: { audience: …, scope: [ … ] } as the issuer of callers’ tokens knows this system'
    faults.push(yaml.fault([...at, 'read_as'], 'needs exchange: for which system callers’ tokens are exchanged', { hint }))
  }
  return faults
}

/** Callers whose tokens cannot be exchanged would find a system that is read in their name always down. */
export function issuerFaults(
  yaml: YamlFile,
  readAsCaller: readonly string[],
  file: AccessFile,
  exchanges: ReadonlyMap<string, TokenExchange>,
): Fault[] {
  if (readAsCaller.length === 0) return []
  const systems = readAsCaller.join(' and ')
  const hint = 'add token_exchange: { url: …, client_id: …, client_secret: … }'
  if (exchanges.size === 0) return [yaml.fault(['tokens'], `no issuer exchanges tokens, and ${systems} is read as caller`, { hint })]
  return file.tokens.issuers.flatMap(({ issuer }, index) => {
    if (exchanges.has(issuer)) return []
    const what = `callers of ${issuer} will find ${systems} down: it is read as caller, and this issuer exchanges no tokens`
    return [yaml.fault(['tokens', 'issuers', index], what, { severity: 'warning', hint })]
  })
}

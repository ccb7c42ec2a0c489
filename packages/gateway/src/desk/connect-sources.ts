import { createSource, defined, wantedOf, type Clock, type Observer, type Source } from '@cx-concierge/core'
import type { Connection } from '@cx-concierge/contract'
import { createTokenExchange, type ExchangedAccess } from '../auth/token-exchange.ts'
import type { ConfiguredSource } from '../config/compile/sources.ts'
import type { Config } from '../config/load-config.ts'
import type { Log } from '../log.ts'
import type { Fleet } from '../shared/open-fleet.ts'
import { lookupAges } from './lookup-ages.ts'
import { sourcePrint } from './source-print.ts'

/** What all sources have in common. */
export interface ConnectingParts {
  readonly clock: Clock
  readonly observe: Observer
  readonly log: Log | false
  /** What other replicas have read; absent where there are no others. */
  readonly answers?: Fleet['answers']
}

/** Connects every configured system. Opens nothing until the first question. */
export const connectSources = (config: Config, parts: ConnectingParts): Map<string, Source> =>
  new Map(config.sources.map((configured) => [configured.name, connectSource(config, configured, parts)]))

/** Connects one configured system. Opens nothing until the first question. */
export function connectSource(config: Config, configured: ConfiguredSource, parts: ConnectingParts): Source {
  const { clock, observe, log, answers } = parts
  const { name, connector, settings, hosts, privateHosts, limits, keysPerRequest, refreshMs, exchange } = configured
  const connection = connector.connect(settings, {
    name,
    hosts,
    privateHosts,
    admit: (signal) => source.admit(signal),
    wanted: wantedOf(config.wants, name),
    now: clock.now,
    log: (event, detail) => log !== false && log.info({ source: name, event, ...detail }, 'connector'),
  })
  const callerAccess =
    exchange &&
    createTokenExchange({
      source: name,
      target: exchange,
      exchanges: config.tokenExchanges,
      privateHosts: config.access.private_hosts,
      timeoutMs: limits.timeoutMs,
      clock,
    })
  const source = createSource({
    name,
    connection: callerAccess ? closingBoth(connection, callerAccess) : connection,
    limits,
    keysPerRequest,
    ages: lookupAges(config.policy, refreshMs),
    clock,
    observe,
    ...defined('callerAccess', callerAccess),
    ...defined('shared', answers?.of(sourcePrint(config, configured))),
  })
  return source
}

/** Equal for two configurations when a system is connected, read and remembered in the very same way under both; secrets are only in it as a digest. */
export function connectionPrint(config: Config, { name, print, connector, refreshMs, exchange }: ConfiguredSource): string {
  const ages = lookupAges(config.policy, refreshMs)
  return JSON.stringify([
    print,
    wantedOf(config.wants, name),
    connector.provides.lookups.map((lookup) => [lookup, ages(lookup)]),
    exchange === undefined ? [] : [config.issuersPrint, config.access.private_hosts],
  ])
}

/** A connection whose end is also the end of the exchanges made for it. */
const closingBoth = (connection: Connection, access: ExchangedAccess): Connection => ({
  ...connection,
  check: (call) => connection.check(call),
  close: async () => {
    access.close()
    await connection.close?.()
  },
})

import { createSource, defined, wantedOf, type Clock, type Observer, type Source } from '@cx-concierge/core'
import type { Connection } from '@cx-concierge/contract'
import { createTokenExchange, type ExchangedAccess } from '../auth/token-exchange.ts'
import type { Config } from '../config/load-config.ts'
import type { Log } from '../log.ts'
import { lookupAges } from './lookup-ages.ts'

/** Connects every configured system. Opens nothing until the first question. */
export function connectSources(
  config: Config,
  parts: { readonly clock: Clock; readonly observe: Observer; readonly log: Log | false },
): Map<string, Source> {
  const { clock, observe, log } = parts
  const sources = new Map<string, Source>()
  for (const { name, connector, settings, hosts, privateHosts, limits, keysPerRequest, refreshMs, exchange } of config.sources) {
    const connection = connector.connect(settings, {
      name,
      hosts,
      privateHosts,
      admit: (signal) => sources.get(name)?.admit(signal),
      wanted: wantedOf(config.wants, name),
      now: clock.now,
      log: (event, detail) => log !== false && log.info({ source: name, event, ...detail }, 'connector'),
    })
    const ages = lookupAges(config.policy, refreshMs)
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
    sources.set(
      name,
      createSource({
        name,
        connection: callerAccess ? closingBoth(connection, callerAccess) : connection,
        limits,
        keysPerRequest,
        ages,
        clock,
        observe,
        ...defined('callerAccess', callerAccess),
      }),
    )
  }
  return sources
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

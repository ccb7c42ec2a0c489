import { agesOf, createSource, defined, wantedOf, type Ages, type Clock, type Observer, type Policy, type Source } from '@cx-concierge/core'
import { accountAttributes, type Connection, type LookupName } from '@cx-concierge/contract'
import { createTokenExchange, type ExchangedAccess } from '../auth/token-exchange.ts'
import type { Config } from '../config/load-config.ts'
import type { Log } from '../log.ts'

/** Connects every configured system. Opens nothing until the first question. */
export function connectSources(
  config: Config,
  parts: { readonly clock: Clock; readonly observe: Observer; readonly log: Log | false },
): Map<string, Source> {
  const { clock, observe, log } = parts
  const sources = new Map<string, Source>()
  for (const { name, connector, settings, hosts, limits, keysPerRequest, refreshMs, exchange } of config.sources) {
    const connection = connector.connect(settings, {
      name,
      hosts,
      wanted: wantedOf(config.wants, name),
      now: clock.now,
      log: (event, detail) => log !== false && log.info({ source: name, event, ...detail }, 'connector'),
    })
    const ages = lookupAges(config.policy, refreshMs)
    const callerAccess =
      exchange &&
      createTokenExchange({ source: name, target: exchange, exchanges: config.tokenExchanges, timeoutMs: limits.timeoutMs, clock })
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

/** How long answers of a look-up are as good as live, and how long they may be used at all: by the facts that are read from them. */
function lookupAges(policy: Policy, refreshMs: Readonly<Partial<Record<LookupName, number>>>): (lookup: LookupName) => Ages {
  const facts = [
    ...accountAttributes.map((name) => (name === 'healthScore' ? 'health.score' : `account.${name}`)),
    ...[...policy.roles.keys()].map((role) => `roles.${role}`),
  ]
  const ofAccounts = facts.map((fact) => agesOf(policy, fact))
  const accounts = {
    freshMs: Math.min(...ofAccounts.map((ages) => ages.freshMs)),
    usableMs: Math.max(...ofAccounts.map((ages) => ages.usableMs)),
  }
  const known = new Map<LookupName, Ages>()
  return (lookup) => {
    let ages = known.get(lookup)
    if (!ages) {
      const base = lookup === 'accounts' ? accounts : policy.freshness.default
      const freshMs = refreshMs[lookup] ?? base.freshMs
      ages = { freshMs, usableMs: Math.max(base.usableMs, freshMs) }
      known.set(lookup, ages)
    }
    return ages
  }
}

import { accountAttributes, type LookupName } from '@cx-concierge/contract'
import { agesOf, type Ages, type Policy } from '@cx-concierge/core'

/** How long answers of a look-up are as good as live, and how long they may be used at all: by the facts that are read from them. */
export function lookupAges(policy: Policy, refreshMs: Readonly<Partial<Record<LookupName, number>>>): (lookup: LookupName) => Ages {
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

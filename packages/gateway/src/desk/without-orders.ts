import type { DecisionBody } from '@cx-concierge/contract'
import { givesOrders, readsLikeInstruction } from '@cx-concierge/core'

const leftOut = '(left out: it reads like an order to whoever reads it)'
const mostValues = 99

/** A decision's record as it may be shown to a model: what systems said is left out where it gives orders, and long lists are cut short. */
export function withoutOrders(body: DecisionBody): DecisionBody {
  return {
    ...body,
    facts: Object.fromEntries(Object.entries(body.facts).map(([name, fact]) => [name, { ...fact, value: shown(fact.value) }])),
    considered: body.considered.map((one) => (givesOrders(one.who) ? { ...one, who: leftOut } : one)),
  }
}

function shown(value: unknown): unknown {
  if (typeof value === 'string') return readsLikeInstruction(value) ? leftOut : value
  if (!Array.isArray(value)) return value
  const few = value.slice(0, mostValues).map(shown)
  return value.length > mostValues ? [...few, `… (${value.length} in all)`] : few
}

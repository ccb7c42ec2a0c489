import type { Policy } from '@cx-concierge/core'

/** Whom a customer can turn to while their agent has to wait. */
export function meanwhileOf({ pools, routing }: Policy): string {
  const desk = pools.get(routing.lastResort)
  return desk === undefined ? '' : `Until then they can write to ${desk.name}, ${desk.email}.`
}

import type { Part } from '@cx-concierge/contract'
import type { Policy } from '../policy.ts'
import { Reasons, type Want } from './want.ts'

/** Whether colleagues still work there, asked of everybody who knows; and of those who are believed, what cards and hours need. */
export function personWants(policy: Policy): readonly Want[] {
  const reasons = new Reasons<Part<'people'>>()
  reasons.add('name', 'cards.show name')
  if (policy.cards.show.has('title')) reasons.add('title', 'cards.show title')
  reasons.add('timezone', 'working_hours')
  if (policy.cards.show.has('timezone')) reasons.add('timezone', 'cards.show timezone')

  const known = [...policy.sources.values()].filter(({ provides }) => provides.lookups.includes('people'))
  return [
    ...known.map(({ name }): Want => ({ source: name, lookup: 'people', why: ['whether they still work here', 'cards.show email'] })),
    ...policy.people.detailsFrom.flatMap((source) =>
      reasons.things.map((part): Want => ({ source, lookup: 'people', part, why: reasons.of(part) })),
    ),
  ]
}

/** Leave, and what cards and chains need besides. */
export function coverageWants(policy: Policy): readonly Want[] {
  const reasons = new Reasons<Part<'coverage'>>()
  reasons.add('outOfOffice', 'when_somebody_is_away.out_of_office')
  if (policy.routing.away.outOfOffice === 'use_backup') reasons.add('backupEmail', 'when_somebody_is_away.out_of_office use_backup')
  if (policy.cards.show.has('booking_url')) reasons.add('bookingUrl', 'cards.show booking_url')
  if (policy.cards.show.has('languages')) reasons.add('languages', 'cards.show languages')
  for (const pool of policy.pools.values()) if (pool.show === 'member') reasons.add('languages', `pool ${pool.id}`)

  return policy.people.coverageFrom.flatMap((source) => [
    { source, lookup: 'coverage', why: ['whose row it is'] } satisfies Want,
    ...reasons.things.map((part): Want => ({ source, lookup: 'coverage', part, why: reasons.of(part) })),
  ])
}

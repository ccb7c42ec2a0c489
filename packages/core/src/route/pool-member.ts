import { createHash } from 'node:crypto'
import { isOnLeave } from '../people/availability.ts'
import { personAt, type Person } from '../people/person.ts'
import type { Pool } from '../policy.ts'
import type { Run } from '../run.ts'

/**
 * The member of a pool that this account gets: the same one every time, without keeping a list, and with the fewest
 * accounts moving when members change (rendezvous hashing). Members who speak the asked-for language come first.
 */
export function poolMembers(run: Run, pool: Pool, accountId: string, step: string): readonly Person[] {
  const people: Person[] = []
  for (const email of ranked(accountId, pool.members)) {
    const person = personAt(run, { email })
    if (person === undefined || person === 'unknown') continue
    const verdict = person.verdict === 'usable' && isOnLeave(run, person) ? 'out_of_office' : person.verdict
    run.considered.push({ step, who: email, source: `pool.${pool.id}`, verdict })
    if (verdict === 'usable') people.push(person)
  }
  const { language } = run.question
  if (language === undefined) return people
  return [...people.filter((person) => speaks(person, language)), ...people.filter((person) => !speaks(person, language))]
}

function speaks(person: Person, language: string): boolean {
  const known = person.coverage === 'unknown' ? undefined : person.coverage?.languages
  const wanted = primary(language)
  return (known ?? person.static?.languages ?? []).some((one) => primary(one) === wanted)
}

const primary = (tag: string): string => tag.toLowerCase().split('-')[0] as string

const rankings = new WeakMap<readonly string[], Map<string, readonly string[]>>()
const mostRankings = 20_000

function ranked(accountId: string, members: readonly string[]): readonly string[] {
  let known = rankings.get(members)
  if (!known || known.size > mostRankings) {
    known = new Map()
    rankings.set(members, known)
  }
  let order = known.get(accountId)
  if (!order) {
    order = members
      .map((email) => ({ email, weight: createHash('sha256').update(`${accountId}\n${email}`).digest('hex') }))
      .toSorted((a, b) => (a.weight < b.weight ? 1 : -1))
      .map(({ email }) => email)
    known.set(accountId, order)
  }
  return order
}

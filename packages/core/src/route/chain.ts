import type { Availability } from '@cx-concierge/contract'
import { availabilityOf, isOnLeave } from '../people/availability.ts'
import { personAt, type Person } from '../people/person.ts'
import { roleHolder } from '../people/role-holder.ts'
import type { Pool, Step } from '../policy.ts'
import type { Run } from '../run.ts'
import { onDuty } from './duty.ts'
import { poolMembers } from './pool-member.ts'

/** Who a chain ended at, and why. */
export interface Choice {
  readonly step: string
  readonly reason: string
  readonly contact:
    | { readonly kind: 'person'; readonly person: Person; readonly role?: string }
    | { readonly kind: 'team'; readonly pool: Pool }
  /** Absent for a shared desk whose hours nobody keeps. */
  readonly availability?: Availability
  /** The colleague whose place they take. */
  readonly coveringFor?: Person
}

/** What a chain is walked for. */
export interface ChainRequest {
  /** Absent when the account is not known. */
  readonly accountId: string | undefined
  readonly steps: readonly Step[]
  readonly needAtWorkNow: boolean
}

type Outcome = Choice | { readonly skip: string }

/** Walks a chain to the first link that leads to somebody. Ends at the last resort, so that it never ends empty. */
export function walkChain(run: Run, request: ChainRequest): Choice {
  const rolesTried: string[] = []
  for (const step of request.steps) {
    // While something is still lacking, later roles are asked about in the same round; nothing else is.
    if (run.reader.isWaiting && step.kind !== 'role') break
    const outcome = tryStep(run, request, step, rolesTried)
    if (!('skip' in outcome)) {
      if (!run.reader.isWaiting) return outcome
      continue
    }
    run.skipped.push([step.text, outcome.skip])
    if (step.kind === 'role') rolesTried.push(outcome.skip)
  }
  return lastResort(run)
}

/** The desk that is always there. */
export function lastResort(run: Run): Choice {
  const pool = run.policy.pools.get(run.policy.routing.lastResort) as Pool
  return { step: 'last_resort', reason: 'last_resort', contact: { kind: 'team', pool }, availability: { state: 'available' } }
}

function tryStep(run: Run, request: ChainRequest, step: Step, rolesTried: readonly string[]): Outcome {
  switch (step.kind) {
    case 'role':
      return tryRole(run, request, step, rolesTried)
    case 'person': {
      const person = personAt(run, { email: step.email })
      if (person === undefined || person === 'unknown') return { skip: 'unknown' }
      run.considered.push({ step: step.text, who: person.email, source: 'routing', verdict: person.verdict })
      if (person.verdict !== 'usable') return { skip: person.verdict }
      return whenPresent(run, person, request.needAtWorkNow, step.text, 'named_override')
    }
    case 'pool':
      return tryPool(run, request, step)
    case 'duty': {
      const duty = run.policy.duties.get(step.duty)
      const person = duty && onDuty(run, duty, request.accountId, step.text)
      if (!duty || !person) {
        if (!run.reader.isWaiting) run.flags.add('duty_gap')
        return { skip: 'nobody_on_duty' }
      }
      const unowned = rolesTried.length > 0 && rolesTried.every((reason) => reason === 'vacant' || reason === 'not_a_person')
      const reason = unowned ? 'duty_no_owner' : rolesTried.length > 0 ? 'duty_owner_away' : 'duty'
      return { step: step.text, reason, contact: { kind: 'person', person, role: duty.role }, availability: { state: 'available' } }
    }
  }
}

function tryRole(run: Run, request: ChainRequest, step: Step & { kind: 'role' }, rolesTried: readonly string[]): Outcome {
  if (request.accountId === undefined) return { skip: 'unknown' }
  const result = roleHolder(run, request.accountId, step.role, step.text)
  if (result.state === 'unknown') return { skip: 'unknown' }
  if (result.state === 'vacant') return { skip: result.reason }
  const reason = result.inherited ? 'inherited_from_parent' : rolesTried.length > 0 ? 'next_role' : 'owner_dedicated'
  return whenPresent(run, result.person, request.needAtWorkNow, step.text, reason, step.role)
}

function tryPool(run: Run, request: ChainRequest, step: Step & { kind: 'pool' }): Outcome {
  const pool = run.policy.pools.get(step.pool)
  if (!pool) return { skip: 'unknown' }
  const members = pool.show === 'member' && request.accountId !== undefined ? poolMembers(run, pool, request.accountId, step.text) : []
  let skipped: Outcome | undefined
  for (const member of members) {
    const present = whenPresent(run, member, request.needAtWorkNow, step.text, 'pool')
    if (!('skip' in present)) return present
    skipped ??= present
  }
  if (!pool.alwaysOn && skipped) return skipped
  if (!pool.alwaysOn && request.needAtWorkNow) return { skip: 'not_at_work' }
  const contact = { kind: 'team', pool } as const
  return { step: step.text, reason: 'pool', contact, ...(pool.alwaysOn ? { availability: { state: 'available' } } : {}) }
}

/** Applies what the policy says about people who are away. */
function whenPresent(run: Run, person: Person, needAtWorkNow: boolean, step: string, reason: string, role?: string): Outcome {
  const { away } = run.policy.routing
  if (isOnLeave(run, person) && away.outOfOffice !== 'keep_and_say_when') {
    const backup = away.outOfOffice === 'use_backup' ? backupOf(run, person, step) : undefined
    if (!backup) return { skip: 'out_of_office' }
    const present = whenPresent(run, backup, needAtWorkNow, step, 'owner_backup', role)
    return 'skip' in present ? present : { ...present, coveringFor: person }
  }
  const availability = availabilityOf(run, person)
  if (needAtWorkNow && availability.state !== 'available') return { skip: 'not_at_work' }
  if (availability.state === 'out_of_hours' && away.outOfHours === 'next_step') return { skip: 'out_of_hours' }
  if (availability.state === 'holiday' && away.holiday === 'next_step') return { skip: 'holiday' }
  return { step, reason, contact: { kind: 'person', person, ...(role === undefined ? {} : { role }) }, availability }
}

/** The first person along the line of backups who is not away too. A line that runs in a circle ends. */
function backupOf(run: Run, away: Person, step: string): Person | undefined {
  const seen = new Set([away.email])
  let current = away
  for (;;) {
    const email = current.coverage === 'unknown' ? undefined : current.coverage?.backupEmail?.toLowerCase()
    if (email === undefined) return undefined
    if (seen.has(email)) {
      run.flags.add('backup_loop')
      return undefined
    }
    seen.add(email)
    const person = personAt(run, { email })
    if (person === undefined || person === 'unknown') return undefined
    const verdict = person.verdict === 'usable' && isOnLeave(run, person) ? 'out_of_office' : person.verdict
    run.considered.push({ step, who: email, source: 'backup', verdict })
    if (verdict === 'usable') return person
    if (verdict !== 'out_of_office') return undefined
    current = person
  }
}

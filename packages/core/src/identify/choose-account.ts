import type { MatchedBy } from '@cx-concierge/contract'
import { askAllSources, attributeOf } from '../facts/account-facts.ts'
import { unread } from '../facts/fact.ts'
import { topOf } from '../facts/ancestors.ts'
import { sourcesOf } from '../policy.ts'
import type { Run } from '../run.ts'
import type { Identified } from './identified.ts'
import { boundAccounts } from './permission.ts'

const mostAccounts = 20
const mostMerges = 5

/** One account out of several that fit: those the token binds, active before former, one family's top; otherwise nobody guesses. */
export function chooseAmong(run: Run, ids: readonly string[], matchedBy: MatchedBy): Identified {
  if (ids.length > mostAccounts) return { kind: 'ambiguous', candidates: ids }
  const bound = boundAccounts(run.question.caller, run.policy)
  for (const id of ids) askAllSources(run, id)
  let someUnknown = false
  const living = new Set<string>()
  for (const id of ids) {
    const survivor = survivorOf(run, id)
    if (survivor === unread) someUnknown = true
    else if (survivor !== undefined) living.add(survivor)
  }
  if (living.size === 0) return { kind: someUnknown ? 'unavailable' : 'not_found' }
  const permitted = bound ? [...living].filter((id) => bound.has(id)) : [...living]
  if (permitted.length === 0) {
    run.auditFlags.add('denied_other_account')
    return { kind: 'not_found' }
  }
  const current = run.policy.identify.preferActive ? activeOnes(run, permitted) : permitted
  if (current.length === 1) return { kind: 'account', id: current[0] as string, matchedBy }
  const family = run.policy.identify.severalInOneFamily === 'use_top_parent' ? commonTop(run, current) : undefined
  if (family !== undefined && (!bound || bound.has(family))) return { kind: 'account', id: family, matchedBy }
  return { kind: 'ambiguous', candidates: current }
}

/** Follows merges to the account that lives on. `undefined`: there is none. `unread`: no system could say. */
export function survivorOf(run: Run, id: string): string | undefined | typeof unread {
  let current = id
  for (let step = 0; step <= mostMerges; step += 1) {
    const authority = run.reader.read(run.policy.identify.authority, 'accounts', current)
    if (authority.state !== 'answered') return knownElsewhere(run, current) ? current : unread
    if (authority.value === undefined) return undefined
    if (!authority.value.deleted) return current
    if (!authority.value.mergedInto) return undefined
    run.flags.add('merged_account')
    current = authority.value.mergedInto
    askAllSources(run, current)
  }
  return undefined
}

function knownElsewhere(run: Run, id: string): boolean {
  return sourcesOf(run.policy, 'accounts').some((source) => {
    if (source === run.policy.identify.authority) return false
    const read = run.reader.read(source, 'accounts', id)
    return read.state === 'answered' && read.value !== undefined
  })
}

function activeOnes(run: Run, ids: readonly string[]): readonly string[] {
  const active = ids.filter((id) => {
    const status = attributeOf(run, id, 'status')
    return status.state !== 'known' || (status.value !== 'churned' && status.value !== 'inactive')
  })
  return active.length > 0 ? active : ids
}

function commonTop(run: Run, ids: readonly string[]): string | undefined {
  const tops = new Set(ids.map((id) => topOf(run, id)))
  return tops.size === 1 ? [...tops][0] : undefined
}

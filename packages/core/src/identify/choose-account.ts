import type { MatchedBy } from '@cx-concierge/contract'
import { askAllSources, attributeOf } from '../facts/account-facts.ts'
import { unread } from '../facts/fact.ts'
import { topOf } from '../facts/ancestors.ts'
import { agesOf, sourcesOf } from '../policy.ts'
import type { Run } from '../run.ts'
import type { Identified } from './identified.ts'
import { boundAccounts } from './permission.ts'
import { isWithinRegions } from './region.ts'

const mostAccounts = 20
const mostMerges = 5

/** One account out of several that fit: those the token binds, active before former, one family's top; otherwise nobody guesses. */
export function chooseAmong(run: Run, found: readonly string[], matchedBy: MatchedBy): Identified {
  const bound = boundAccounts(run.question.caller, run.policy)
  const own = bound && withSurvivors(run, bound)
  const ids = own && found.length > mostAccounts ? found.filter((id) => own.has(id)) : found
  // too many to look at each: whoever may not know of all of them is told of none
  if (ids.length > mostAccounts) return { kind: 'ambiguous', candidates: run.question.caller.regions === undefined ? ids : [] }
  const living = new Set<string>()
  let someUnknown = false
  const considerRegion = (id: string): void => {
    const within = isWithinRegions(run, id)
    if (within === 'unknown') someUnknown = true
    else if (within) living.add(id)
    else run.auditFlags.add('denied_other_region')
  }
  for (const id of ids) {
    // Other systems are asked in the same round only about an account the caller may know of.
    if (!own || own.has(id)) askAllSources(run, id)
    // a number that somebody else has must not take a round longer than one that nobody has
    if (own && matchedBy === 'account_id' && !leadsTo(run, id, own)) {
      run.auditFlags.add('denied_other_account')
      continue
    }
    const survivor = survivorOf(run, id)
    if (own && !own.has(id) && (survivor === undefined || survivor === unread || !own.has(survivor)))
      run.auditFlags.add('denied_other_account')
    else if (survivor === unread) someUnknown = true
    else if (survivor !== undefined) considerRegion(survivor)
  }
  if (living.size === 0) return { kind: someUnknown ? 'unavailable' : 'not_found' }
  run.auditFlags.delete('denied_other_account')
  run.auditFlags.delete('denied_other_region')
  const current = run.policy.identify.preferActive ? activeOnes(run, [...living]) : [...living]
  if (current.length === 1) return { kind: 'account', id: current[0] as string, matchedBy }
  const family = run.policy.identify.severalInOneFamily === 'use_top_parent' ? commonTop(run, current) : undefined
  if (family !== undefined && (!own || own.has(family))) return { kind: 'account', id: family, matchedBy }
  return { kind: 'ambiguous', candidates: current }
}

/** The accounts a token names, and those they were merged into. */
export function withSurvivors(run: Run, bound: ReadonlySet<string>): ReadonlySet<string> {
  const own = new Set(bound)
  for (const id of [...bound].slice(0, mostAccounts)) {
    const survivor = survivorOf(run, id)
    if (typeof survivor === 'string') own.add(survivor)
  }
  return own
}

/** Follows merges to the account that lives on. `undefined`: there is none. `unread`: no system could say. */
export function survivorOf(run: Run, id: string): string | undefined | typeof unread {
  let current = id
  for (let step = 0; step <= mostMerges; step += 1) {
    const authority = run.reader.read(run.policy.identify.authority, 'accounts', current)
    if (authority.state === 'waiting') return unread
    if (authority.state === 'unknown' || tooOld(run, authority.readAt)) return knownElsewhere(run, current) ? current : unread
    if (authority.value === undefined) return undefined
    if (!authority.value.deleted) return current
    if (!authority.value.mergedInto) return undefined
    run.flags.add('merged_account')
    current = authority.value.mergedInto
    askAllSources(run, current)
  }
  return undefined
}

/**
 * Whether an account is one of these, or was merged into one, as far as that is known without asking about another account: what is asked next would take a
 * round longer, and so tell that there is such an account.
 */
export function leadsTo(run: Run, id: string, own: ReadonlySet<string>): boolean {
  const { authority } = run.policy.identify
  let current = id
  for (let step = 0; step <= mostMerges && !own.has(current); step += 1) {
    if (!run.reader.hasRead(authority, 'accounts', current)) return false
    const read = run.reader.read(authority, 'accounts', current)
    if (read.state !== 'answered' || !read.value?.mergedInto) return false
    current = read.value.mergedInto
  }
  return own.has(current)
}

/** Whether an account exists, and as which, is a fact like any other. */
const tooOld = (run: Run, readAt: number): boolean => run.now - readAt > agesOf(run.policy, 'account.id').usableMs

function knownElsewhere(run: Run, id: string): boolean {
  // whose rights it is asked with decides what exists; another system, read with ours, must not say more while it is down
  if (run.policy.sources.get(run.policy.identify.authority)?.readAsCaller) return false
  return sourcesOf(run.policy, 'accounts').some((source) => {
    if (source === run.policy.identify.authority) return false
    const read = run.reader.read(source, 'accounts', id)
    return read.state === 'answered' && read.value !== undefined && !tooOld(run, read.readAt)
  })
}

function activeOnes(run: Run, ids: readonly string[]): readonly string[] {
  const active = ids.filter((id) => !isFormer(run, id))
  return active.length > 0 ? active : ids
}

function isFormer(run: Run, id: string): boolean {
  const status = attributeOf(run, id, 'status')
  return status.state === 'known' && (status.value === 'churned' || status.value === 'inactive')
}

/** The living account at the top of them all; not a former one that would stand for active ones. */
function commonTop(run: Run, ids: readonly string[]): string | undefined {
  const tops = new Set(ids.map((id) => topOf(run, id)))
  if (tops.size !== 1) return undefined
  const top = survivorOf(run, [...tops][0] as string)
  if (typeof top !== 'string') return undefined
  askAllSources(run, top)
  const standsForActive = run.policy.identify.preferActive && isFormer(run, top) && ids.some((id) => !isFormer(run, id))
  return standsForActive ? undefined : top
}

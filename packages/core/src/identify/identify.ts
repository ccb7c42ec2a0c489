import type { LookupName } from '@cx-concierge/contract'
import { askAllSources } from '../facts/account-facts.ts'
import { unread } from '../facts/fact.ts'
import { sourcesOf } from '../policy.ts'
import type { Run } from '../run.ts'
import { chooseAmong, leadsTo, survivorOf, withSurvivors } from './choose-account.ts'
import type { Identified } from './identified.ts'
import { hostOf, registrableDomain } from './email.ts'
import { boundAccounts, isVerified, mayNameAnyAccount } from './permission.ts'
import { withinRegions } from './region.ts'

/** Finds the account. What it returns while the run is waiting is a guess. */
export function identify(run: Run): Identified {
  const { accountId, email } = run.question
  return withinRegions(run, accountId === undefined ? byEmail(run, email as string) : byAccountId(run, accountId))
}

function byAccountId(run: Run, typed: string): Identified {
  const { caller } = run.question
  const named = boundAccounts(caller, run.policy)
  const bound = named && withSurvivors(run, named)
  if (!bound && !mayNameAnyAccount(run)) return denied(run)
  const canonical = run.policy.sources.get(run.policy.identify.authority)?.accountId?.(typed)
  if (canonical === undefined) {
    const found = lookUpIds(run, 'accountsByNumber', typed)
    if (found === 'unknown') return { kind: 'unavailable' }
    return chooseAmong(run, found, 'account_id')
  }
  // Other systems are asked in the same round only for an account the caller may know of.
  if (!bound || bound.has(canonical)) askAllSources(run, canonical)
  else {
    // asked whether there is such an account or not, so that both take as long
    run.reader.read(run.policy.identify.authority, 'accounts', canonical)
    if (!leadsTo(run, canonical, bound)) return denied(run)
  }
  const survivor = survivorOf(run, canonical)
  if (survivor === unread) return bound && !bound.has(canonical) ? denied(run) : { kind: 'unavailable' }
  if (bound && !bound.has(canonical) && (survivor === undefined || !bound.has(survivor))) return denied(run)
  return survivor === undefined ? { kind: 'not_found' } : { kind: 'account', id: survivor, matchedBy: 'account_id' }
}

/** To the caller the same as an account that does not exist; to the audit record, not. */
function denied(run: Run): Identified {
  run.auditFlags.add('denied_other_account')
  return { kind: 'not_found' }
}

function byEmail(run: Run, email: string): Identified {
  if (!isVerified(run, email)) {
    run.auditFlags.add('unverified_email')
    return { kind: 'identity_unverified' }
  }
  let someUnknown = false
  for (const way of run.policy.identify.order) {
    const found = way === 'contact_email' ? lookUpIds(run, 'accountsByContact', email) : idsOfDomain(run, email)
    if (found === 'unknown') someUnknown = true
    else if (found.length > 0) return chooseAmong(run, found, way)
    // A domain must not be believed while the contact that would beat it may still exist.
    if (someUnknown) return { kind: 'unavailable' }
  }
  return { kind: 'not_found' }
}

function idsOfDomain(run: Run, email: string): readonly string[] | 'unknown' {
  const host = hostOf(email)
  const domain = registrableDomain(host)
  const { freeMailDomains } = run.policy.identify
  if (domain === undefined || freeMailDomains.has(domain) || freeMailDomains.has(host)) return []
  return lookUpIds(run, 'accountsByDomain', domain)
}

function lookUpIds(run: Run, lookup: LookupName & `accountsBy${string}`, key: string): readonly string[] | 'unknown' {
  const ids = new Set<string>()
  let someUnknown = false
  for (const source of sourcesOf(run.policy, lookup)) {
    const read = run.reader.read(source, lookup, key)
    if (read.state !== 'answered') someUnknown = true
    else for (const id of read.value ?? []) ids.add(id)
  }
  return ids.size === 0 && someUnknown ? 'unknown' : [...ids]
}

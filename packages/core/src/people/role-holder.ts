import type { RoleHolder } from '@cx-concierge/contract'
import { accountRecord } from '../facts/account-facts.ts'
import { ancestorsOf } from '../facts/ancestors.ts'
import type { Fact } from '../facts/fact.ts'
import { agesOf } from '../policy.ts'
import type { Run } from '../run.ts'
import { personAt, type Person } from './person.ts'

/** Who holds a role. Vacant and unknown are never mixed up. */
export type RoleResult =
  | { readonly state: 'filled'; readonly person: Person; readonly inherited: boolean; readonly lowerSource: boolean }
  | { readonly state: 'vacant'; readonly reason: string }
  | { readonly state: 'unknown' }

interface Claim {
  readonly source: string
  readonly word: string
  readonly readAt: number
  readonly stale: boolean
  readonly holders: readonly RoleHolder[]
}

/** Finds who holds a role on an account: sources in the order of belief, then the nearest parent that has somebody. */
export function roleHolder(run: Run, accountId: string, role: string, step: string): RoleResult {
  const rule = run.policy.roles.get(role)
  if (!rule) return { state: 'unknown' }
  const levels = [accountId]
  let reason = 'vacant'
  let someUnknown = false
  for (let level = 0; level < levels.length; level += 1) {
    const found = onAccount(run, levels[level] as string, role, step)
    if (found.someUnknown) someUnknown = true
    if (found.person) {
      if (found.used) run.use(`roles.${role}`, found.used)
      return { state: 'filled', person: found.person, inherited: level > 0, lowerSource: someUnknown }
    }
    if (reason === 'vacant') reason = found.reason
    if (level === 0 && rule.inheritFromParent) {
      const above = ancestorsOf(run, accountId)
      if (!above.complete) someUnknown = true
      levels.push(...above.ids)
    }
  }
  run.use(`roles.${role}`, { state: someUnknown ? 'unknown' : 'empty' })
  return someUnknown ? { state: 'unknown' } : { state: 'vacant', reason }
}

interface OnAccount {
  readonly person?: Person
  readonly used?: Fact<string>
  readonly reason: string
  readonly someUnknown: boolean
}

function onAccount(run: Run, accountId: string, role: string, step: string): OnAccount {
  const { claims, someUnknown } = claimsOn(run, accountId, role)
  let reason = 'vacant'
  let pointerUnknown = false
  for (const claim of claims) {
    for (const holder of newestFirst(claim.holders)) {
      const person = personAt(run, { email: holder.email?.toLowerCase(), source: claim.source, id: holder.id })
      if (person === 'unknown') pointerUnknown = true
      if (person === undefined || person === 'unknown') continue
      const source = `${claim.source}.${claim.word}`
      if (person.verdict === 'usable') {
        run.considered.push({ step, who: person.email, source, verdict: 'usable' })
        if (disagrees(run, claims, claim, person)) run.flags.add('directory_drift')
        const used = usedFact(claim, person.email, source, someUnknown || pointerUnknown)
        return { person, used, reason, someUnknown }
      }
      run.considered.push({ step, who: person.email, source, verdict: person.verdict })
      if (person.verdict === 'departed' || person.verdict === 'frozen') run.flags.add('departed_owner')
      if (person.verdict === 'unknown') pointerUnknown = true
      else if (reason === 'vacant') reason = person.verdict
    }
  }
  return { reason, someUnknown: someUnknown || pointerUnknown }
}

function claimsOn(run: Run, accountId: string, role: string): { claims: readonly Claim[]; someUnknown: boolean } {
  const claims: Claim[] = []
  let someUnknown = false
  const ages = agesOf(run.policy, `roles.${role}`)
  for (const { source, word } of run.policy.roles.get(role)?.from ?? []) {
    const found = accountRecord(run, source, accountId)
    if (found === 'unknown' || found.record?.roles === null || run.now - found.readAt > ages.usableMs) {
      someUnknown = true
      continue
    }
    const holders = found.record?.roles?.[word] ?? []
    if (holders.length > 0) claims.push({ source, word, readAt: found.readAt, stale: run.now - found.readAt > ages.freshMs, holders })
  }
  return { claims, someUnknown }
}

/** Somebody real is named by a source that is believed less, and it is somebody else. */
function disagrees(run: Run, claims: readonly Claim[], chosen: Claim, person: Person): boolean {
  return claims.some((claim) => {
    if (claim === chosen) return false
    const first = newestFirst(claim.holders)[0]
    const email = first?.email?.toLowerCase()
    return email !== undefined && email !== person.email && !run.policy.people.isPlaceholder(email)
  })
}

const newestFirst = (holders: readonly RoleHolder[]): readonly RoleHolder[] =>
  holders.length < 2 ? holders : holders.toSorted((a, b) => (b.since ?? '').localeCompare(a.since ?? ''))

const usedFact = (claim: Claim, email: string, source: string, lowerSource: boolean): Fact<string> => ({
  state: 'known',
  value: email,
  source,
  readAt: claim.readAt,
  age: claim.stale ? 'stale' : 'fresh',
  lowerSource,
})

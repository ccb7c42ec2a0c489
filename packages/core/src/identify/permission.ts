import type { Caller } from '@cx-concierge/contract'
import { holdsAll } from '../access.ts'
import type { Policy } from '../policy.ts'
import type { Run } from '../run.ts'

/** Whether the address was proved to be the customer's: by their own sign-in, by the company's platform, or by who asks. */
export function isVerified(run: Run, email: string): boolean {
  const { caller } = run.question
  const about = run.grant?.about
  if (about === undefined) return false
  if (about === 'anyone' || (caller.email === email && caller.emailVerified)) return true
  return about === 'vouched' && caller.customerVerified
}

/** The accounts the token binds its caller to, in canonical form; `undefined` when it names none. */
export function boundAccounts(caller: Caller, policy: Policy): ReadonlySet<string> | undefined {
  if (!caller.accountIds) return undefined
  const canonical = policy.sources.get(policy.identify.authority)?.accountId
  return new Set(caller.accountIds.map((id) => canonical?.(id) ?? id))
}

/** Whether the caller may name any account, rather than only those in its token. */
export function mayNameAnyAccount({ grant, question }: Run): boolean {
  if (grant === undefined) return false
  return grant.about === 'anyone' || (grant.anyAccountWith.length > 0 && holdsAll(question.caller, grant.anyAccountWith))
}

/** Whether the caller may be told which accounts fit when several do: only who may ask about every one of them. */
export const mayListCandidates = (run: Run): boolean => run.grant?.about === 'anyone' && run.question.caller.accountIds === undefined

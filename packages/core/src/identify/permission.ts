import type { Caller } from '@cx-concierge/contract'
import type { Policy } from '../policy.ts'

/** Whether the address was proved to be the customer's: by their own sign-in, by the company's platform, or by staff asking. */
export function isVerified(caller: Caller, email: string): boolean {
  if (caller.email === email && caller.emailVerified) return true
  if (caller.audience === 'internal') return true
  return caller.audience === 'service' && caller.customerVerified
}

/** The accounts the token binds its caller to, in canonical form; `undefined` when it names none. */
export function boundAccounts(caller: Caller, policy: Policy): ReadonlySet<string> | undefined {
  if (!caller.accountIds) return undefined
  const canonical = policy.sources.get(policy.identify.authority)?.accountId
  return new Set(caller.accountIds.map((id) => canonical?.(id) ?? id))
}

/** Whether the caller may name any account, rather than only those in its token. */
export const mayNameAnyAccount = (caller: Caller): boolean =>
  caller.audience === 'internal' || (caller.audience === 'service' && caller.scopes.has('cx.route.any'))

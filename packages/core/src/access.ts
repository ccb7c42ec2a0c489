import type { Audience, Caller } from '@cx-concierge/contract'

/** A scope that is needed, and the other scopes that cover it: holding one of them is as good. */
export interface ScopeNeed {
  readonly scope: string
  readonly coveredBy: readonly string[]
}

/**
 * Whose records may be asked about. `own`: the accounts a token names and the signed-in person's own verified address.
 * `vouched`: these, and any address the company's platform vouches for. `anyone`: every account and every address.
 */
export const reaches = ['own', 'vouched', 'anyone'] as const

/** One of {@link reaches}. */
export type Reach = (typeof reaches)[number]

/** What one audience may do with one tool. */
export interface Grant {
  /** Without all of these the tool cannot be called. */
  readonly needs: readonly ScopeNeed[]
  readonly about: Reach
  /** Whoever holds all of these may name any account; empty: nobody may who may not already. */
  readonly anyAccountWith: readonly ScopeNeed[]
}

/** Who may use a tool, by audience. To an audience that is not listed the tool does not exist. */
export type Grants = Readonly<Partial<Record<Audience, Grant>>>

/** What one tool is to one caller: there to use, there but needing more scope, or not there at all. */
export type Standing = 'offered' | 'needs_scope' | 'hidden'

/** Audience decides whether a caller may know of a tool, scopes whether they may use it. */
export function standingOf(grants: Grants, caller: Caller): Standing {
  const grant = grants[caller.audience]
  if (grant === undefined) return 'hidden'
  return holdsAll(caller, grant.needs) ? 'offered' : 'needs_scope'
}

/** Whether a caller's scopes meet every need. */
export function holdsAll({ scopes }: Caller, needs: readonly ScopeNeed[]): boolean {
  for (const { scope, coveredBy } of needs) if (!scopes.has(scope) && !coveredBy.some((other) => scopes.has(other))) return false
  return true
}

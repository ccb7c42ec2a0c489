import type { TokenClaims } from '../stories/support/tokens.ts'
import type { CanaryAccount, CanaryCustomer } from './canary-company.ts'

/** Somebody with a token, and what their answers may hold. */
export interface IsolatedCaller {
  readonly claims: TokenClaims
  readonly may: ReadonlySet<string>
  readonly accounts: readonly CanaryAccount[]
  readonly tools: readonly string[]
}

/** A tool call, ready to be sent. */
export interface Question {
  readonly tool: string
  readonly args: Readonly<Record<string, string>>
}

const scopeSets = [
  { audience: 'customer', scopes: ['cx.route'], tools: ['get_escalation_contact'] },
  { audience: 'service', scopes: ['cx.route', 'cx.team.read'], tools: ['get_escalation_contact', 'get_account_team'] },
  {
    audience: 'service',
    scopes: ['cx.route.any', 'cx.team.read', 'crm.health.read'],
    tools: ['get_escalation_contact', 'get_account_team', 'get_account_health'],
  },
] as const

/** What keeps callers apart: the accounts their tokens name, or what their own rights in Salesforce let them see. */
export type Fence = 'token' | 'rights'

/** Every user of every customer with every set of scopes; each may know of an account of their own and one they share. */
export function callersOf(customers: readonly CanaryCustomer[], fence: Fence): readonly IsolatedCaller[] {
  return customers.flatMap(({ own, shared }) =>
    own.flatMap((account) =>
      scopeSets.map(({ audience, scopes, tools }) => ({
        claims: {
          subject: subjectOf(account),
          audience: fence === 'token' ? audience : ('internal' as const),
          scopes,
          ...(fence === 'token'
            ? { accountIds: [account.id, shared.id], email: account.contact, emailVerified: true, customerVerified: true }
            : {}),
        },
        may: new Set([account.canary, shared.canary]),
        accounts: [account, shared],
        tools,
      })),
    ),
  )
}

/** The subject of the token of this account's own user. */
export const subjectOf = ({ canary }: CanaryAccount): string => `user-${canary}`

/** Every way in which a caller's tools can be asked about an account. */
export function questionsAbout(account: CanaryAccount, tools: readonly string[]): readonly Question[] {
  return tools.flatMap((tool) => [
    { tool, args: { account_id: account.id } },
    { tool, args: { account_id: account.number } },
    ...(tool === 'get_account_health' ? [] : [{ tool, args: { email: account.contact } }]),
  ])
}

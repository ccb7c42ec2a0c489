/** Whose agent is asking: a customer's own assistant, an agent the company runs for its customers, or staff. */
export const audiences = ['customer', 'service', 'internal'] as const

/** One of {@link audiences}. */
export type Audience = (typeof audiences)[number]

/** Who is calling, as their access token proves it. */
export interface Caller {
  /** Who says all this: the issuer of the token, `api-keys`, or `demo`. A subject and a client are known by their names only together with it. */
  readonly issuer: string
  /** The token's subject. */
  readonly subject: string
  /** The OAuth client the token was issued to: the AI client. */
  readonly client: string
  readonly audience: Audience
  readonly scopes: ReadonlySet<string>
  /** Accounts the token names. When present they bind: nothing else may be asked about. */
  readonly accountIds?: readonly string[]
  /** Sales regions the token limits its caller to; an account elsewhere does not exist for it. Absent: no such limit. */
  readonly regions?: readonly string[]
  /** The signed-in person's own e-mail, lower case. */
  readonly email?: string
  readonly emailVerified: boolean
  /** The company's own agent platform vouches for the customer address it passes. */
  readonly customerVerified: boolean
}

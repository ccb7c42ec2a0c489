/** An account's id in the company's system of record, in its canonical form. */
export type AccountId = string

/** Somebody a source names for a role on an account: a pointer, not yet a person. */
export interface RoleHolder {
  /** The person's id in the source that named them. */
  readonly id: string
  /** Their work e-mail, when the source gave it along with the pointer; saves a round trip. */
  readonly email?: string
  /** ISO 8601 moment of the assignment; the newest wins when several people hold one role. */
  readonly since?: string
}

/**
 * What one source knows of one account, in the gateway's words.
 *
 * Three states per attribute: a value; `null`, the source has the attribute and it is empty; absent, this source does
 * not carry it. Values are the source's own words (`Churn`, `Former Customer`); the policy's value maps translate them.
 */
export interface AccountRecord {
  readonly id: AccountId
  readonly name?: string | null
  readonly status?: string | null
  readonly segment?: string | null
  /** Annual recurring revenue in the company's own currency. */
  readonly arr?: number | null
  /** ISO 3166-1 alpha-2. */
  readonly country?: string | null
  readonly lifecycle?: string | null
  readonly tags?: readonly string[] | null
  readonly healthScore?: number | null
  /** ISO 8601 moment at which the score was computed. */
  readonly healthScoreAt?: string | null
  readonly parentId?: AccountId | null
  /** The surviving account, when this one was merged away. */
  readonly mergedInto?: AccountId | null
  readonly deleted?: boolean
  /**
   * Who holds which role, by the source's own word for it (`owner`, `csm`, `team.Onboarding Manager`). A word that is
   * missing has nobody. `null`: roles could not be read this time, so nobody may be called unassigned.
   */
  readonly roles?: Readonly<Record<string, readonly RoleHolder[]>> | null
}

/** The attributes of an account a source may provide, by the name the policy uses. */
export const accountAttributes = ['name', 'status', 'segment', 'arr', 'country', 'lifecycle', 'tags', 'healthScore', 'parentId'] as const

/** One of {@link accountAttributes}. */
export type AccountAttribute = (typeof accountAttributes)[number]

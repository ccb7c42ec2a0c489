import type { Audience } from '@cx-concierge/contract'

/** How a call ended. `refused`: the caller was not allowed; `failed`: allowed, but no answer could be given. */
export const auditOutcomes = ['answered', 'refused', 'failed', 'cancelled'] as const

/** One of {@link auditOutcomes}. */
export type AuditOutcome = (typeof auditOutcomes)[number]

/** Where a change that needs a person's yes stands. Reading tools are always `not_needed`. */
export type ConfirmationState =
  | 'not_needed'
  | 'drafted'
  | 'shown'
  | 'confirmed_by_client'
  | 'confirmed_by_url'
  | 'declined'
  | 'expired'
  | 'committed'
  | 'failed'
  | 'disputed'

/** Who asked what for whom and how it ended: one per call, also for refused and cancelled ones. Holds no customer text. */
export interface AuditRecord {
  readonly id: string
  /** Epoch milliseconds at which the call was asked. */
  readonly at: number
  /** The id of the decision this call came to. */
  readonly decisionId?: string
  /** W3C trace id of the call. */
  readonly traceId?: string
  /** The access token's subject. */
  readonly subject: string
  /** The OAuth client: the AI client. */
  readonly client: string
  readonly audience: Audience
  /** `account:<id>` or `email:<keyed hash>`; never an address. */
  readonly customer?: string
  readonly tool: string
  /** What was asked, already minimised by the caller: addresses as keyed hashes. */
  readonly input: Readonly<Record<string, string>>
  /** The outcome in a few words, such as `degraded → role csm`. */
  readonly result: string
  readonly outcome: AuditOutcome
  readonly confirmationState: ConfirmationState
  readonly scopes: readonly string[]
  readonly flags: readonly string[]
  /** Hash of the card that was shown; the card itself is not kept. */
  readonly cardHash?: string
  readonly durationMs: number
}

/** Why somebody was chosen, kept so that it can be explained and replayed. Its id, moment and tool are those of its audit record. */
export interface DecisionRecord {
  /** The configuration in force, by the change that made it. */
  readonly configChange: string
  /** Canonical JSON text of the decision, made by the caller. Equal texts are kept once. */
  readonly body: string
}

/** A decision as it was recorded. */
export interface RecordedDecision extends DecisionRecord {
  readonly audit: AuditRecord
}

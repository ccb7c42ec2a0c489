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
  /** Who says who called: the issuer of the token. */
  readonly issuer: string
  /** The access token's subject. */
  readonly subject: string
  /** The OAuth client: the AI client. */
  readonly client: string
  readonly audience: Audience
  /** `account:<id>` or `email:<keyed hash>`; never an address. `person:<pseudonym>` when they were forgotten since. */
  readonly customer?: string
  readonly tool: string
  /** What was asked, already minimised by the caller: addresses as keyed hashes. */
  readonly input: Readonly<Record<string, string>>
  /** The outcome in a few words, such as `degraded -> role csm`. */
  readonly result: string
  readonly outcome: AuditOutcome
  readonly confirmationState: ConfirmationState
  readonly scopes: readonly string[]
  readonly flags: readonly string[]
  /** Hash of the card that was shown; the card itself is not kept. */
  readonly cardHash?: string
  readonly durationMs: number
}

/** The beginning of a call that has to ask somebody else. Its end is an {@link AuditRecord} of the same id. */
export type BegunCall = Pick<
  AuditRecord,
  'id' | 'at' | 'traceId' | 'issuer' | 'subject' | 'client' | 'audience' | 'tool' | 'input' | 'scopes'
>

/** Requests that were turned away at the door for one reason, counted together so that nobody can fill the disk. */
export interface RefusedTokens {
  /** Epoch milliseconds of the first of them. */
  readonly at: number
  readonly reason: string
  readonly count: number
}

/**
 * What a line of the record is. `call`: a call, begin and end in one; `begin`, `end`: the same in two; `removal`: older lines were blanked;
 * `forgotten`: a person was; `cut`: the oldest lines were taken off; `blank`: a line that was removed.
 */
export type RecordKind = 'call' | 'begin' | 'end' | 'refused_tokens' | 'removal' | 'forgotten' | 'cut' | 'blank'

/** One line of the record as it is read back: its number, its kind, and what its kind has. */
export interface FoundRecord extends Partial<AuditRecord>, Partial<Omit<RefusedTokens, 'at'>> {
  readonly seq: number
  readonly kind: RecordKind
  readonly at: number
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

import type { Audience } from './caller.ts'
import type { ErrorCode } from './errors.ts'
import type { LookupName } from './answers.ts'
import type { MatchedBy, Status, Topic } from './outcome.ts'

/** One answer in a snapshot: what a source said and when, or that it could not be asked. */
export type SnapshotEntry =
  | {
      readonly state: 'answered'
      /** `undefined`: that record does not exist. */
      readonly value: unknown
      /** Epoch milliseconds at which the source said so. */
      readonly readAt: number
      /** Why a newer answer could not be had; the value is then an older one. */
      readonly refreshFailed?: ErrorCode
    }
  | { readonly state: 'unknown'; readonly code: ErrorCode }

/** A fact as a decision used it, with where it came from. */
export interface UsedFact {
  readonly value: unknown
  /** `salesforce.segment`, `by_arr`, `config`; absent when nobody knows. */
  readonly source?: string
  /** ISO 8601. */
  readonly read_at?: string
  readonly state: 'fresh' | 'stale' | 'empty' | 'unknown'
  /** A source that is believed more could not be read. */
  readonly lower_source?: true
}

/** A person or desk that was looked at on the way. */
export interface ConsideredCandidate {
  readonly step: string
  readonly who: string
  readonly source: string
  /** `chosen`, or why not. */
  readonly verdict: string
}

/** Everything a decision was made of: enough to explain it, and to make it again. Holds no customer text. */
export interface DecisionBody {
  readonly tool: string
  readonly status: Status
  readonly account_id?: string
  readonly matched_by?: MatchedBy
  readonly topic?: Topic
  readonly language?: string
  readonly roles?: readonly string[]
  readonly audience: Audience
  readonly config_change: string
  readonly decision: {
    readonly rule: string | null
    readonly rule_label?: string
    readonly step: string | null
    readonly reason: string
  }
  readonly facts: Readonly<Record<string, UsedFact>>
  readonly considered: readonly ConsideredCandidate[]
  readonly skipped: readonly (readonly [step: string, reason: string])[]
  readonly undecided_rules: readonly string[]
  readonly flags: readonly string[]
  readonly stale: readonly string[]
  readonly missing: readonly string[]
  /** What had been read, as `[source, look-up, key, entry]`; look-ups by a customer's address are left out. */
  readonly snapshot: readonly (readonly [source: string, lookup: LookupName, key: string, entry: SnapshotEntry])[]
}

import type { Caller } from '@cx-concierge/contract'
import type { Rate } from './fair-bucket.ts'

/** The allowances there are. */
export const allowances = ['caller', 'client', 'account'] as const

/** One of {@link allowances}. */
export type Allowance = (typeof allowances)[number]

/** What callers may use: each on their own, all callers of one AI client together, and all who ask about one customer. */
export type RateLimits = Readonly<Record<Allowance, Rate>>

/** Why a call must wait. */
export interface RateRefusal {
  readonly allowance: Allowance
  /** Whole seconds, at least one. */
  readonly retryAfterS: number
}

/** Nothing stands in the way, or something does. */
export type RateVerdict = RateRefusal | undefined

/** A batch that is larger than anybody's whole share, so that waiting would not help. */
interface BatchTooLarge {
  readonly allowance: Allowance
  /** How many messages a batch may have as long as no more callers share the allowance. */
  readonly largestBatch: number
}

/** A verdict on several messages at once. */
export type BatchVerdict = RateVerdict | BatchTooLarge

/** Keeps callers within their allowances. Never throws and never rejects. Whatever is refused is taken from nobody. */
export interface Rates {
  /** Counts so many messages of one request for the caller and its client. */
  messages(caller: Caller, count: number): BatchVerdict | Promise<BatchVerdict>
  /** Counts one question about a customer, however the customer was named. */
  account(caller: Caller, customer: string): RateVerdict | Promise<RateVerdict>
  close(): Promise<void>
}

/** Why a shared memory was of no use: it could not be asked, or answered with an error. */
export type RateFailure = 'connection' | 'script'

/** One bucket a request draws from. */
export interface Draw {
  readonly allowance: Allowance
  /** Whose bucket it is. */
  readonly key: string
  /** The same for all that one request draws from: in a cluster such buckets lie on one machine. */
  readonly together: string
}

/** A refusal that says when to come back. */
export const refusal = (allowance: Allowance, waitMs: number): RateRefusal => ({
  allowance,
  retryAfterS: Math.max(1, Math.ceil(waitMs / 1000)),
})

/** What became of the call. */
export type Outcome = 'complete' | 'partial' | 'error' | 'nothing'

/** One backend, one fault, one repeat. */
export interface Cell {
  readonly backend: string
  readonly fault: string
  readonly repeat: number
  readonly outcome: Outcome
  readonly tookMs: number
  /** Requests the backend got, and how often the same one came at most. */
  readonly requests: number
  readonly mostOfOne: number
  /** Trouble the breaker counted. */
  readonly troubles: number
  /** Until sockets and timers were as before. */
  readonly settledMs: number
  /** The longest time in which the desk’s process did nothing else. */
  readonly stalledMs: number
  readonly residentMb: number
  /** Every promise that was broken, in words; none: all is well. */
  readonly problems: readonly string[]
}

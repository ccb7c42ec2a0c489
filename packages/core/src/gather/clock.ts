/** The time, handed in. */
export interface Clock {
  /** Epoch milliseconds: what the day and the age of a fact are judged by. */
  readonly now: () => number
  /** Milliseconds that only ever grow: what waiting is measured by. */
  readonly monotonic: () => number
}

/** The machine's own clocks. */
export const systemClock: Clock = { now: () => Date.now(), monotonic: () => performance.now() }

/** Counts calls in fixed minutes of the clock. */
export interface MinuteLimiter {
  /** Counts one call and says whether it was one too many. */
  isOver(limit: number): boolean
}

/** A limiter with nothing counted yet. */
export function createMinuteLimiter(now: () => number): MinuteLimiter {
  let minute = Number.NaN
  let calls = 0
  return {
    isOver(limit) {
      const current = Math.floor(now() / 60_000)
      if (current !== minute) calls = 0
      minute = current
      calls += 1
      return calls > limit
    },
  }
}

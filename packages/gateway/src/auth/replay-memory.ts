/** Remembers what was used once. */
export interface ReplayMemory {
  /** `true` the first time a name is given within the window; `false` every other time, and when nothing more can be remembered. */
  use(name: string, nowMs: number): boolean
}

const most = 100_000

/** A memory that keeps each name for `windowMs` at least and twice that at most, and `most` of them per window: it never forgets early to make room. */
export function createReplayMemory(windowMs: number, mostPerWindow = most): ReplayMemory {
  let recent = new Set<string>()
  let older = new Set<string>()
  let turnedAt = -Infinity
  return {
    use(name, nowMs) {
      if (nowMs - turnedAt >= windowMs) {
        older = nowMs - turnedAt >= 2 * windowMs ? new Set() : recent
        recent = new Set()
        turnedAt = nowMs
      }
      if (recent.has(name) || older.has(name) || recent.size >= mostPerWindow) return false
      recent.add(name)
      return true
    },
  }
}

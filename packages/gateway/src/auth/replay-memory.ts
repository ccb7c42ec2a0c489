/** Remembers which names each key has used. */
export interface ReplayMemory {
  /** `first` the first time a key uses a name within the window, `again` every other time; `full` when this key can have no more remembered. */
  use(key: string, name: string, nowMs: number): 'first' | 'again' | 'full'
}

const most = 100_000

/**
 * A memory that keeps each name for `windowMs` at least and twice that at most. It never forgets early to make room: when `mostPerWindow` names are kept, a
 * key gets no more than an equal share of them, so that whoever uses up all there is takes it from nobody else. Of `n` keys it keeps `mostPerWindow` times
 * 1 + ln n names per window at most.
 */
export function createReplayMemory(windowMs: number, mostPerWindow = most): ReplayMemory {
  let recent = new Map<string, Set<string>>()
  let older = new Map<string, Set<string>>()
  let count = 0
  let turnedAt = -Infinity
  return {
    use(key, name, nowMs) {
      if (nowMs - turnedAt >= windowMs) {
        older = nowMs - turnedAt >= 2 * windowMs ? new Map() : recent
        recent = new Map()
        count = 0
        turnedAt = nowMs
      }
      const own = recent.get(key) ?? new Set()
      if (own.has(name) || older.get(key)?.has(name) === true) return 'again'
      const share = mostPerWindow / (recent.size + (own.size === 0 ? 1 : 0))
      if (count >= mostPerWindow && own.size + 1 > share) return 'full'
      recent.set(key, own.add(name))
      count += 1
      return 'first'
    },
  }
}

/** What was looked up, page by page: every key once, as long as not too much is remembered. */
export interface Remembered<Value> {
  /** Looks up those of these keys that are not remembered. Until the next time all of them can be got. */
  load(keys: Iterable<string>): Promise<void>
  get(key: string): Value | undefined
}

const mostRemembered = 50_000

/** Nothing is remembered yet. `lookUp` leaves out what is not there. */
export function createRemembered<Value>(
  lookUp: (keys: readonly string[]) => Promise<Iterable<readonly [string, Value]>>,
): Remembered<Value> {
  const found = new Map<string, Value | undefined>()
  return {
    async load(keys) {
      if (found.size > mostRemembered) found.clear()
      const wanted = [...new Set(keys)].filter((key) => !found.has(key))
      if (wanted.length === 0) return
      for (const key of wanted) found.set(key, undefined)
      for (const [key, value] of await lookUp(wanted)) found.set(key, value)
    },
    get: (key) => found.get(key),
  }
}

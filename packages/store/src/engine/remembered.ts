/** What was looked up, page by page: every key once, as long as not too much is remembered. */
export interface Remembered<Value> {
  /** A page begins: what was remembered may be dropped. */
  turnPage(): void
  /** This key will be asked for on this page. */
  want(key: string): void
  /** Looks up what is wanted and not remembered. */
  load(): Promise<void>
  get(key: string): Value | undefined
}

const mostRemembered = 50_000

/** Nothing is remembered yet. `lookUp` leaves out what is not there. */
export function createRemembered<Value>(
  lookUp: (keys: readonly string[]) => Promise<Iterable<readonly [string, Value]>>,
): Remembered<Value> {
  const found = new Map<string, Value | undefined>()
  let wanted: string[] = []
  return {
    turnPage() {
      if (found.size > mostRemembered) found.clear()
    },
    want(key) {
      if (found.has(key)) return
      found.set(key, undefined)
      wanted.push(key)
    },
    async load() {
      if (wanted.length === 0) return
      const keys = wanted
      wanted = []
      for (const [key, value] of await lookUp(keys)) found.set(key, value)
    },
    get: (key) => found.get(key),
  }
}

/** Remembers what was found out, and starts anew when it has become too much. */
export interface BoundedMemory<Value> {
  get(key: string): Value | undefined
  /** Gives the value back. */
  keep(key: string, value: Value): Value
}

const mostKept = 50_000

/** An empty memory. */
export function createBoundedMemory<Value>(): BoundedMemory<Value> {
  const kept = new Map<string, Value>()
  return {
    get: (key) => kept.get(key),
    keep(key, value) {
      if (kept.size >= mostKept) kept.clear()
      kept.set(key, value)
      return value
    },
  }
}

/** What a pretend backend has been asked. */
export interface Stats {
  readonly requests: number
  /** Requests by route label; a route without a label of its own is called `METHOD /path`. */
  readonly byRoute: Readonly<Record<string, number>>
  readonly peakConcurrency: number
  /** Requests neither answered nor given up by the asker. */
  readonly inFlight: number
}

/** Counts requests from their headers to the end of their connection or answer. */
export interface Counter {
  begin(label: string): () => void
  read(): Stats
  reset(): void
}

/** A counter at zero. Resetting keeps the requests in flight. */
export function createCounter(): Counter {
  let requests = 0
  let byRoute: Record<string, number> = {}
  let peakConcurrency = 0
  let inFlight = 0
  return {
    begin(label) {
      requests += 1
      byRoute[label] = (byRoute[label] ?? 0) + 1
      inFlight += 1
      peakConcurrency = Math.max(peakConcurrency, inFlight)
      let open = true
      return () => {
        if (open) inFlight -= 1
        open = false
      }
    },
    read: () => ({ requests, byRoute: { ...byRoute }, peakConcurrency, inFlight }),
    reset() {
      requests = 0
      byRoute = {}
      peakConcurrency = inFlight
    },
  }
}

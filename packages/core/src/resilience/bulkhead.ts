import { ConciergeError } from '@cx-concierge/contract'

/** Lets so many through at once and a bounded number wait. */
export interface Bulkhead {
  /** Throws `BACKEND_BUSY` when the queue is full; rejects with the signal's reason when it aborts while waiting. */
  run<Value>(work: () => Promise<Value>, signal: AbortSignal): Promise<Value>
  readonly running: () => number
}

/** One compartment per backend, so that a slow one cannot take everybody's place. */
export function createBulkhead(source: string, atOnce: number, mayWait: number): Bulkhead {
  let running = 0
  const queue: { go: () => void }[] = []
  const release = (): void => {
    // A place is handed over, never free in between: somebody who just arrived could take it too.
    const next = queue.shift()
    if (next) next.go()
    else running -= 1
  }
  const enter = async (signal: AbortSignal): Promise<void> => {
    signal.throwIfAborted()
    if (running >= atOnce) {
      if (queue.length >= mayWait) throw new ConciergeError('BACKEND_BUSY', `${source} has too many requests waiting`, { source })
      await new Promise<void>((resolve, reject) => {
        const waiter = { go: resolve }
        queue.push(waiter)
        signal.addEventListener(
          'abort',
          () => {
            const place = queue.indexOf(waiter)
            if (place < 0) return
            queue.splice(place, 1)
            reject(signal.reason as Error)
          },
          { once: true },
        )
      })
    } else running += 1
  }
  return {
    run: async (work, signal) => {
      await enter(signal)
      try {
        return await work()
      } finally {
        release()
      }
    },
    running: () => running,
  }
}

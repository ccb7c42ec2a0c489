import type { ServerResponse } from 'node:http'

const longestTimerMs = 2 ** 31 - 1

/**
 * Watches the client of one request, for `lastsMs` at most; then `late` runs, after the signal has aborted. Fastify's own signal and handler timeout cannot
 * be used here: both end as soon as the request's body has been read.
 */
export class Attendance {
  readonly #response: ServerResponse
  readonly #timer: NodeJS.Timeout
  #abort: AbortController | undefined
  #isOver = false

  constructor(response: ServerResponse, lastsMs: number, late: () => void) {
    this.#response = response
    response.on('close', this.#leave)
    this.#timer = setTimeout(
      () => {
        this.#leave()
        late()
      },
      Math.min(Math.max(lastsMs, 0), longestTimerMs),
    )
  }

  /** Whether the client hung up, or the time is over. */
  get isOver(): boolean {
    return this.#isOver
  }

  /** Aborts when nobody waits any more. Made for the first who asks: most answers are given before anybody does. */
  get signal(): AbortSignal {
    if (this.#abort === undefined) {
      this.#abort = new AbortController()
      if (this.#isOver) this.#abort.abort()
    }
    return this.#abort.signal
  }

  /** Stops watching. Call it when the answer has been handed over. */
  end(): void {
    clearTimeout(this.#timer)
    this.#response.removeListener('close', this.#leave)
  }

  readonly #leave = (): void => {
    this.end()
    this.#isOver = true
    this.#abort?.abort()
  }
}

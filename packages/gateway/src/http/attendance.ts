import type { FastifyReply } from 'fastify'

/** Whether anybody still waits for an answer. */
export interface Attendance {
  /** Aborts when the client hangs up, or when the time is over. */
  readonly signal: AbortSignal
  /** Stops watching. Call it when the answer has been handed over. */
  end(): void
}

const longestTimerMs = 2 ** 31 - 1

/**
 * Watches the client of one request, for `lastsMs` at most; then `late` runs, after the signal has aborted. Fastify's own signal and handler timeout cannot
 * be used here: both end as soon as the request's body has been read.
 */
export function attend(reply: FastifyReply, lastsMs: number, late: () => void): Attendance {
  const { raw } = reply
  const abort = new AbortController()
  const onClose = () => {
    end()
    abort.abort()
  }
  const timer = setTimeout(
    () => {
      onClose()
      late()
    },
    Math.min(Math.max(lastsMs, 0), longestTimerMs),
  )
  raw.on('close', onClose)
  function end(): void {
    clearTimeout(timer)
    raw.removeListener('close', onClose)
  }
  return { signal: abort.signal, end }
}

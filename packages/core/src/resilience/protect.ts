import { setTimeout as sleep } from 'node:timers/promises'
import { ConciergeError, type Call } from '@cx-concierge/contract'
import type { Clock } from '../gather/clock.ts'
import type { Observer } from '../gather/observer.ts'
import { createBreaker, type BreakerLimits, type BreakerState } from './breaker.ts'
import { createBulkhead } from './bulkhead.ts'
import { createQuota, type QuotaRule } from './quota.ts'
import { createRetryBudget } from './retry-budget.ts'

/** How one backend is to be treated. */
export interface ProtectionLimits {
  readonly timeoutMs: number
  readonly concurrency: number
  /** Requests that may wait for a place. */
  readonly waiting: number
  readonly breaker: BreakerLimits
  readonly quotas: readonly QuotaRule[]
}

/** Everything that stands between a question and a backend, once, the same for all. */
export interface Protection {
  /**
   * Runs one read: within the quota, a place, the breaker and the time, with at most one retry. Ends at once, with the reason, when `abandoned`
   * aborts. Throws `ConciergeError`.
   */
  run<Value>(work: (call: Call) => Promise<Value>, abandoned?: AbortSignal): Promise<Value>
  /** Counts one more request that is sent under a run's signal, whose first is counted already. Throws `QUOTA_SPENT`. */
  admit(signal: AbortSignal): void
  readonly state: () => BreakerState
}

const longestPauseMs = 60_000
const shortestRetryMs = 50

/** Builds the protection of one backend. */
export function createProtection(source: string, limits: ProtectionLimits, clock: Clock, observe: Observer): Protection {
  const bulkhead = createBulkhead(source, limits.concurrency, limits.waiting)
  const breaker = createBreaker(source, limits.breaker, clock, {
    changed: (state) => observe({ kind: 'breaker', source, state }),
    counted: (isTrouble) => observe({ kind: 'attempt', source, isTrouble }),
  })
  const quota = createQuota(limits.quotas)
  const retries = createRetryBudget()
  /** Of runs that were counted and have not sent anything yet. */
  const prepaid = new WeakSet<AbortSignal>()
  let pausedUntil = 0

  const tooLate = (): ConciergeError => new ConciergeError('BACKEND_TIMEOUT', `${source} did not answer in time`, { source })

  const spent = (): ConciergeError => new ConciergeError('QUOTA_SPENT', `the calls allowed for ${source} are used up`, { source })

  const attempt = <Value>(work: (call: Call) => Promise<Value>, call: Call, until: number): Promise<Value> =>
    bulkhead.run(async () => {
      if (clock.monotonic() >= until) throw tooLate()
      if (clock.monotonic() < pausedUntil) throw new ConciergeError('BACKEND_RATE_LIMITED', `${source} asked us to wait`, { source })
      return await breaker.run(() => {
        if (!quota.take(clock.monotonic())) throw spent()
        prepaid.add(call.signal)
        return untilAborted(work(call), call.signal)
      })
    }, call.signal)

  const run = async <Value>(work: (call: Call) => Promise<Value>, abandoned?: AbortSignal): Promise<Value> => {
    if (clock.monotonic() < pausedUntil) throw new ConciergeError('BACKEND_RATE_LIMITED', `${source} asked us to wait`, { source })
    const until = clock.monotonic() + limits.timeoutMs
    const controller = new AbortController()
    const timer = setTimeout(() => controller.abort(tooLate()), limits.timeoutMs)
    const abandon = (): void => controller.abort(abandoned?.reason)
    abandoned?.addEventListener('abort', abandon, { once: true })
    try {
      retries.earn()
      return await attempt(work, controller, until).catch(async (error: unknown) => {
        pause(error)
        const left = until - clock.monotonic()
        if (
          !ConciergeError.is(error) ||
          !error.retryable ||
          error.retryAfterMs !== undefined ||
          breaker.state() !== 'closed' ||
          left < Math.max(limits.timeoutMs / 4, 2 * shortestRetryMs) ||
          !retries.spend()
        )
          throw error
        observe({ kind: 'retry', source })
        await sleep(shortestRetryMs + Math.random() * shortestRetryMs, undefined, { signal: controller.signal }).catch(() => undefined)
        return await attempt(work, controller, until)
      })
    } catch (error) {
      pause(error)
      throw error
    } finally {
      clearTimeout(timer)
      abandoned?.removeEventListener('abort', abandon)
    }
  }

  const pause = (error: unknown): void => {
    if (!ConciergeError.is(error) || error.retryAfterMs === undefined) return
    pausedUntil = Math.max(pausedUntil, clock.monotonic() + Math.min(error.retryAfterMs, longestPauseMs))
  }

  const admit = (signal: AbortSignal): void => {
    if (!prepaid.delete(signal) && !quota.take(clock.monotonic())) throw spent()
  }

  return { run, admit, state: breaker.state }
}

/** A connector that does not listen to its signal is left behind rather than waited for. */
function untilAborted<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise<Value>((resolve, reject) => {
    const leave = (): void => reject(signal.reason as Error)
    if (signal.aborted) leave()
    signal.addEventListener('abort', leave, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave))
  })
}

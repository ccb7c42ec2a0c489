import { ConciergeError, errorCodes } from '@cx-concierge/contract'
import CircuitBreaker from 'opossum'

/** When to stop asking a backend, and for how long. */
export interface BreakerLimits {
  /** Share of failed calls, in percent, from which on it rests. */
  readonly openAtPercent: number
  /** Calls within ten seconds before the share counts. */
  readonly ofCalls: number
  readonly restMs: number
}

/** The state of a breaker. */
export type BreakerState = 'closed' | 'open' | 'half_open'

/** Stops asking a backend that keeps failing, and tries again with a single call. */
export interface Breaker {
  /** Throws `BACKEND_RESTING` while open. */
  run<Value>(work: () => Promise<Value>): Promise<Value>
  readonly state: () => BreakerState
  close(): void
}

const windowMs = 10_000
const harmless = new Set(['BACKEND_REFUSED', 'BACKEND_RATE_LIMITED'])

/** Only the backend's own trouble counts: not a refusal, a limit we ran into, or a caller who hung up. */
const countsAgainstBackend = (error: unknown): boolean =>
  !ConciergeError.is(error) || (errorCodes[error.code].blame === 'backend' && !harmless.has(error.code))

/** An opossum breaker. opossum opens only above its percentage, and counts from its first call unless told otherwise. */
export function createBreaker(source: string, limits: BreakerLimits, onState: (state: BreakerState) => void): Breaker {
  const breaker = new CircuitBreaker((work: () => Promise<unknown>) => work(), {
    name: source,
    timeout: false,
    errorThresholdPercentage: limits.openAtPercent - 0.001,
    volumeThreshold: limits.ofCalls,
    resetTimeout: limits.restMs,
    rollingCountTimeout: windowMs,
    rollingCountBuckets: 10,
    rollingPercentilesEnabled: false,
    errorFilter: (error: unknown) => !countsAgainstBackend(error),
  })
  breaker.on('open', () => onState('open'))
  breaker.on('halfOpen', () => onState('half_open'))
  breaker.on('close', () => onState('closed'))
  return {
    run: async <Value>(work: () => Promise<Value>) => {
      try {
        return (await breaker.fire(work)) as Value
      } catch (error) {
        if (ConciergeError.is(error)) throw error
        if (CircuitBreaker.isOurError(error as Error))
          throw new ConciergeError('BACKEND_RESTING', `${source} is resting after failures`, { source })
        throw new ConciergeError('BACKEND_UNAVAILABLE', `${source} could not be asked`, { source, cause: error })
      }
    },
    state: () => (breaker.opened ? 'open' : breaker.halfOpen || breaker.pendingClose ? 'half_open' : 'closed'),
    close: () => breaker.shutdown(),
  }
}

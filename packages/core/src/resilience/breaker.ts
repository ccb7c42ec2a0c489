import { ConciergeError, errorCodes } from '@cx-concierge/contract'
import type { Clock } from '../gather/clock.ts'

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

/** What a breaker is told. */
export interface BreakerObserver {
  readonly changed: (state: BreakerState) => void
  readonly counted: (isTrouble: boolean) => void
}

/** Stops asking a backend that keeps failing, and tries again with a single call. */
export interface Breaker {
  /** Throws `BACKEND_RESTING` while open, and while that single call is out. */
  run<Value>(work: () => Promise<Value>): Promise<Value>
  readonly state: () => BreakerState
}

const windowMs = 10_000
const saysNo = new Set(['BACKEND_SIGN_IN_FAILED', 'BACKEND_REFUSED', 'BACKEND_RATE_LIMITED'])

/** What an error says of the backend; `undefined` when it says nothing: the request never left, or its caller did. */
function isTrouble(error: unknown): boolean | undefined {
  if (!ConciergeError.is(error)) return true
  if (error.saysNo || saysNo.has(error.code)) return false
  return errorCodes[error.code].blame === 'backend' ? true : undefined
}

/** A closed breaker without a timer of its own: it looks at the clock when it is asked. docs/decisions/0013 says why it is ours. */
export function createBreaker(source: string, limits: BreakerLimits, clock: Pick<Clock, 'monotonic'>, observe: BreakerObserver): Breaker {
  let known: BreakerState = 'closed'
  let restsUntil = 0
  /** What ended before the last change says nothing of now; neither does what began before it. */
  let era = 0
  let calls: { readonly at: number; readonly isTrouble: boolean }[] = []
  let troubles = 0
  let isTrying = false

  const become = (state: BreakerState): void => {
    known = state
    observe.changed(state)
  }
  const begin = (state: 'open' | 'closed'): void => {
    era += 1
    calls = []
    troubles = 0
    restsUntil = clock.monotonic() + limits.restMs
    become(state)
  }
  const state = (): BreakerState => {
    if (known === 'open' && clock.monotonic() >= restsUntil) become('half_open')
    return known
  }
  const count = (isTrouble: boolean): void => {
    const at = clock.monotonic()
    const gone = calls.findIndex((call) => at - call.at < windowMs)
    for (const call of calls.splice(0, gone < 0 ? calls.length : gone)) troubles -= Number(call.isTrouble)
    calls.push({ at, isTrouble })
    troubles += Number(isTrouble)
    if (isTrouble && calls.length >= limits.ofCalls && troubles * 100 >= limits.openAtPercent * calls.length) begin('open')
  }

  return {
    state,
    run: async <Value>(work: () => Promise<Value>): Promise<Value> => {
      const began = state()
      if (began === 'open' || (began === 'half_open' && isTrying))
        throw new ConciergeError('BACKEND_RESTING', `${source} is resting after failures`, { source })
      const own = era
      const isTrial = began === 'half_open'
      if (isTrial) isTrying = true
      const ended = (trouble: boolean | undefined): void => {
        if (isTrial) isTrying = false
        if (trouble === undefined) return
        observe.counted(trouble)
        if (own !== era) return
        if (isTrial) begin(trouble ? 'open' : 'closed')
        else count(trouble)
      }
      try {
        const value = await work()
        ended(false)
        return value
      } catch (error) {
        ended(isTrouble(error))
        if (ConciergeError.is(error)) throw error
        throw new ConciergeError('BACKEND_UNAVAILABLE', `${source} could not be asked`, { source, cause: error })
      }
    },
  }
}

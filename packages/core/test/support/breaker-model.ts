import type { BreakerLimits, BreakerState } from '../../src/resilience/breaker.ts'

/** How a call ended, as far as a breaker may care. */
export type Ending = 'answered' | 'trouble' | 'unknown'

/** A call that was let through. */
export interface ModelCall {
  readonly era: number
}

/** What a breaker must do, told as plainly as possible: every call is kept for good, and everything is counted anew each time. */
export interface BreakerModel {
  readonly state: (nowMs: number) => BreakerState
  /** Lets a call through or, with `undefined`, refuses it. */
  begin(nowMs: number): ModelCall | undefined
  end(call: ModelCall, ending: Ending, nowMs: number): void
  /** Calls let through on trial that have not ended. */
  readonly onTrial: () => number
  readonly everOpened: () => boolean
}

const windowMs = 10_000

/** A breaker that is closed. An era ends with every change between closed, open and closed again; a call counts in its own era only. */
export function createBreakerModel({ openAtPercent, ofCalls, restMs }: BreakerLimits): BreakerModel {
  const ended: { readonly at: number; readonly era: number; readonly ending: Ending }[] = []
  let era = 0
  let restsSince: number | undefined
  let trial: ModelCall | undefined

  const rests = (nowMs: number): boolean => restsSince !== undefined && nowMs - restsSince < restMs
  const mustOpen = (nowMs: number): boolean => {
    const counted = ended.filter((call) => call.era === era && call.ending !== 'unknown' && nowMs - call.at < windowMs)
    const troubled = counted.filter(({ ending }) => ending === 'trouble')
    return counted.length >= ofCalls && troubled.length * 100 >= openAtPercent * counted.length
  }

  return {
    state: (nowMs) => (restsSince === undefined ? 'closed' : rests(nowMs) ? 'open' : 'half_open'),
    begin: (nowMs) => {
      if (rests(nowMs) || trial !== undefined) return undefined
      const call = { era }
      if (restsSince !== undefined) trial = call
      return call
    },
    end: (call, ending, nowMs) => {
      const wasTrial = call === trial
      if (wasTrial) trial = undefined
      ended.push({ at: nowMs, era: call.era, ending })
      if (call.era !== era || ending === 'unknown') return
      if (wasTrial) {
        era += 1
        restsSince = ending === 'trouble' ? nowMs : undefined
      } else if (restsSince === undefined && ending === 'trouble' && mustOpen(nowMs)) {
        era += 1
        restsSince = nowMs
      }
    },
    onTrial: () => (trial === undefined ? 0 : 1),
    everOpened: () => era > 0,
  }
}

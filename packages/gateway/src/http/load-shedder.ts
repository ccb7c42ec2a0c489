import { performance } from 'node:perf_hooks'
import type { Limits } from '../limits.ts'

/** Decides, before anything of a request is read, whether the process can take it too. */
export interface LoadShedder {
  /** `false`: answer at once that there is no room, and do nothing else. */
  admits(): boolean
}

/** What time it is, when the next turn of the event loop begins, and how long the loop had nothing to do so far; milliseconds. */
export interface TurnClock {
  readonly monotonic: () => number
  readonly nextTurn: (run: () => void) => void
  readonly idleMs: () => number
}

const ownEventLoop: TurnClock = {
  monotonic: () => performance.now(),
  nextTurn: (run) => void setImmediate(run),
  idleMs: () => performance.eventLoopUtilization().idle,
}

/** A loop that has nothing to do for so much of the time keeps up with what comes. */
const idleWhenRelieved = 0.05
/** A single turn counts for so many times the bound at most, and for so much of what is averaged over: one pause for garbage refuses nobody. */
const mostCounted = { turns: 2, part: 0.5 }

/**
 * Keeps turns of the event loop short once they have been long for a while: what would make one longer is refused, until the loop has time left. Whoever
 * is taken is then answered as soon as ever, however many more come. The first request of a turn is always taken, and waiting for backends costs
 * nobody a place. The idea is that of CoDel (RFC 8289), with turns in place of a queue. How long turns are is averaged over time, not over turns: under
 * load long ones alternate with many that bring a single new connection.
 */
export function createLoadShedder(
  { turnMs, busyTurnMs, overloadedMs }: Pick<Limits, 'turnMs' | 'busyTurnMs' | 'overloadedMs'>,
  { monotonic, nextTurn, idleMs }: TurnClock = ownEventLoop,
): LoadShedder {
  let turnBegan: number | undefined
  let turnEnded = monotonic()
  let averageMs = 0
  /** While there is not room for everybody: when the loop's idle time was looked at last, and what it was. */
  let overload: { readonly at: number; readonly idle: number } | undefined

  /** For so long turns were this long. */
  const count = (lengthMs: number, forMs: number): void => {
    averageMs += (lengthMs - averageMs) * (1 - Math.exp(-forMs / overloadedMs))
  }

  const endTurn = (): void => {
    const now = monotonic()
    const began = turnBegan ?? now
    count(0, began - turnEnded)
    count(Math.min(now - began, mostCounted.turns * turnMs), Math.min(now - began, mostCounted.part * overloadedMs))
    turnBegan = undefined
    turnEnded = now
    if (overload === undefined) {
      if (averageMs > turnMs) overload = { at: now, idle: idleMs() }
    } else if (now - overload.at >= overloadedMs) {
      const idle = idleMs()
      const isRelieved = idle - overload.idle > idleWhenRelieved * (now - overload.at)
      overload = isRelieved ? undefined : { at: now, idle }
      averageMs = 0
    }
  }

  return {
    admits() {
      const now = monotonic()
      if (turnBegan === undefined) {
        turnBegan = now
        nextTurn(endTurn)
        return true
      }
      return overload === undefined || now - turnBegan <= busyTurnMs
    },
  }
}

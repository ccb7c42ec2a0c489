import type { Limits } from '../limits.ts'

/** Decides, before anything of a request is read, whether the process can take it too. */
export interface LoadShedder {
  /** `false`: answer at once that there is no room, and do nothing else. */
  admits(): boolean
}

/** What time it is, and when the next turn of the event loop begins. */
export interface TurnClock {
  readonly monotonic: () => number
  readonly nextTurn: (run: () => void) => void
}

const ownEventLoop: TurnClock = { monotonic: () => performance.now(), nextTurn: (run) => void setImmediate(run) }

/**
 * Keeps turns of the event loop short once they have been long for a while: what would make one longer is refused. Whoever is taken is then answered
 * as soon as ever, however many more come. The first request of a turn is always taken, and waiting for backends costs nobody a place. One long turn,
 * as a collection of garbage makes it, refuses nobody. The idea is that of CoDel (RFC 8289), with turns in place of a queue.
 */
export function createLoadShedder(
  { turnMs, overloadedMs }: Pick<Limits, 'turnMs' | 'overloadedMs'>,
  { monotonic, nextTurn }: TurnClock = ownEventLoop,
): LoadShedder {
  let turnBegan: number | undefined
  /** Since when every turn was too long. */
  let longSince: number | undefined

  const endTurn = (): void => {
    const began = turnBegan ?? 0
    turnBegan = undefined
    if (monotonic() - began <= turnMs) longSince = undefined
    else longSince ??= began
  }

  return {
    admits() {
      const now = monotonic()
      if (turnBegan === undefined) {
        turnBegan = now
        nextTurn(endTurn)
        return true
      }
      return now - turnBegan <= turnMs || longSince === undefined || now - longSince < overloadedMs
    },
  }
}

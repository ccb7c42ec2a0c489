import type { AuthFailure } from '../auth/authenticate.ts'

/** Why a request was turned away before its body was read. */
export type TurnedAway = AuthFailure | 'overloaded'

/** Counts requests that were turned away, so that they are recorded without filling the disk. */
export interface TurnedAwayTally {
  count(reason: TurnedAway): void
  /** Hands over what has been counted; resolves when it is kept. */
  close(): Promise<void>
}

/** What a tally is made of. */
export interface TurnedAwayTallyParts {
  /** Epoch milliseconds. */
  readonly clock: () => number
  /** Keeps what was counted for one reason since `at`. */
  readonly keep: (refused: { readonly at: number; readonly reason: TurnedAway; readonly count: number }) => Promise<void>
  readonly trouble: (error: unknown) => void
}

const togetherMs = 1_000

/** One record per second and reason at most, however many come. Holds nothing of the requests themselves. */
export function createTurnedAwayTally({ clock, keep, trouble }: TurnedAwayTallyParts): TurnedAwayTally {
  let counts = new Map<TurnedAway, number>()
  let since = 0
  let timer: NodeJS.Timeout | undefined

  async function flush(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    const counted = counts
    counts = new Map()
    await Promise.all([...counted].map(([reason, count]) => keep({ at: since, reason, count }).catch(trouble)))
  }

  return {
    count(reason) {
      if (timer === undefined) {
        since = clock()
        timer = setTimeout(() => void flush(), togetherMs)
      }
      counts.set(reason, (counts.get(reason) ?? 0) + 1)
    },
    close: flush,
  }
}

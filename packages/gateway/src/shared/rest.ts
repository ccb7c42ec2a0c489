/** Leaves something alone for a while when it has failed. */
export interface Rest {
  readonly isOver: () => boolean
  /** It was too slow once; twice in a row is as bad as failing. */
  late(): void
  failed(): void
  worked(): void
}

const restMs = 1_000
const patience = 2

/** A rest of a second after each failure. `monotonic` gives milliseconds that only ever grow. */
export function createRest(monotonic: () => number): Rest {
  let until = -Infinity
  let lates = 0
  const failed = (): void => {
    until = monotonic() + restMs
  }
  return {
    isOver: () => monotonic() >= until,
    late: () => {
      lates += 1
      if (lates >= patience) failed()
    },
    failed,
    worked: () => {
      lates = 0
    },
  }
}

/** Something that is done at a steady rate. */
export interface Pace {
  readonly begun: () => number
  /** Once as many were begun as there are to be, or it was stopped. */
  readonly over: Promise<void>
  stop(): void
}

/** How often, and how many times; without end when not said. */
export interface PaceOptions {
  readonly perSecond: number
  readonly most?: number
}

const turnMs = 1

/**
 * Begins one thing after another when it is due, whatever has become of those before: who falls behind is not waited for. Times count from when
 * each was due, in milliseconds of `performance.now()`, so that nothing is left out.
 */
export function keepPace({ perSecond, most = Infinity }: PaceOptions, begin: (number: number, dueAt: number) => void): Pace {
  const over = Promise.withResolvers<void>()
  const startedAt = performance.now()
  const everyMs = 1_000 / perSecond
  let begun = 0
  let last = most
  const stop = (): void => {
    last = begun
    over.resolve()
  }
  const turn = (): void => {
    const due = Math.floor((performance.now() - startedAt) / everyMs) + 1
    for (; begun < Math.min(due, last); begun += 1) begin(begun, startedAt + begun * everyMs)
    if (begun < last) setTimeout(turn, turnMs)
    else over.resolve()
  }
  turn()
  return { begun: () => begun, over: over.promise, stop }
}

/** How a write ended, and when, in monotonic milliseconds. */
export interface WriteOutcome {
  readonly ok: boolean
  readonly at: number
}

/** What a probe is made of. */
export interface WriteProbeParts {
  /** The newest write that ended by itself. */
  readonly newest: () => WriteOutcome | undefined
  /** Writes something small, durably. */
  readonly write: () => Promise<unknown>
  readonly now: () => number
}

/** For how long a good write says that the next will be good. */
const goodForMs = 30_000

/** Says whether writing works: from the newest write, or by trying when that is too long ago or went wrong. One try at a time. */
export function createWriteProbe({ newest, write, now }: WriteProbeParts): () => Promise<boolean> {
  let tried: WriteOutcome | undefined
  let trying: Promise<boolean> | undefined

  async function attempt(): Promise<boolean> {
    const ok = await write().then(
      () => true,
      () => false,
    )
    tried = { ok, at: now() }
    trying = undefined
    return ok
  }

  return () => {
    const written = newest()
    const last = written === undefined || (tried !== undefined && tried.at >= written.at) ? tried : written
    if (last?.ok === true && now() - last.at < goodForMs) return Promise.resolve(true)
    return (trying ??= attempt())
  }
}

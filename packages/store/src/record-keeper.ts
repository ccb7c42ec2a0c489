import { createPublicKey, type KeyObject } from 'node:crypto'
import { appendCheckpoint, signCheckpoint } from './checkpoint-file.ts'
import { createSigner, keyIdOf } from './signing.ts'
import type { Store } from './store.ts'

/** How long what is kept, in milliseconds. */
export interface KeepFor {
  readonly answeredMs: number
  readonly refusedMs: number
  readonly decisionsMs: number
}

/** `clock`: the sweep waits, because the clock is not believed. */
type Trouble = 'checkpoint' | 'sweep' | 'clock'

/** What a record keeper is made of. */
export interface RecordKeeperParts {
  readonly store: Store
  readonly signingKey: KeyObject
  /** Where checkpoints are appended; without it none are made. */
  readonly checkpointFile: string | undefined
  readonly keep: KeepFor
  /** Epoch milliseconds. */
  readonly now: () => number
  /** Told of what went wrong; it is tried again at the next turn. Of a clock that is not believed only once a day. */
  readonly trouble: (what: Trouble, error: unknown) => void
}

/** Keeps the record in order while it is written: checkpoints, and removal of what is too old. */
export interface RecordKeeper {
  /** A checkpoint, if something was written since the last one; and once a day the sweep. Never rejects. */
  turn(): Promise<void>
  /** When the newest checkpoint was made; `undefined` before the first. */
  checkpointAt(): number | undefined
  /** Whether nothing is removed at present, because the clock is not believed. */
  sweepWaits(): boolean
  /** Stops; a last checkpoint. */
  close(): Promise<void>
}

const turnEveryMs = 60_000
const sweepEveryMs = 86_400_000
const weekMs = 7 * sweepEveryMs
const leastSilenceMs = 30 * sweepEveryMs

/** Starts to keep the record in order, at once and then once a minute. */
export function keepRecords(parts: RecordKeeperParts): RecordKeeper {
  const { store, signingKey, checkpointFile, keep, now, trouble } = parts
  const sign = createSigner(signingKey)
  const keyId = keyIdOf(createPublicKey(signingKey))
  let signedSeq = 0
  let signedAt: number | undefined
  let sweptAt = -Infinity
  let waitsSince: number | undefined
  const closing = new AbortController()
  let work = Promise.resolve()

  async function checkpoint(): Promise<void> {
    if (checkpointFile === undefined) return
    const head = await store.head()
    if (head.seq === 0 || head.seq === signedSeq) return
    const at = now()
    await appendCheckpoint(checkpointFile, signCheckpoint({ ...head, at, keyId }, sign))
    signedSeq = head.seq
    signedAt = at
  }

  async function sweep(): Promise<void> {
    const at = now()
    if (Math.abs(at - sweptAt) < sweepEveryMs) return
    if (!(await isBelieved(store, at, keep))) {
      if (waitsSince === undefined || Math.abs(at - waitsSince) >= sweepEveryMs) {
        waitsSince = at
        trouble('clock', new Error('nothing was recorded for so long that the clock is not believed; nothing is removed'))
      }
      return
    }
    waitsSince = undefined
    const answeredBefore = at - keep.answeredMs
    const cutoffs = { answeredBefore, refusedBefore: at - keep.refusedMs, decisionsBefore: at - keep.decisionsMs }
    let turn = { after: 0, done: false }
    while (!turn.done && !closing.signal.aborted) turn = await store.sweep({ after: turn.after, at, ...cutoffs })
    sweptAt = at
  }

  function queue(...steps: readonly (readonly [Trouble, () => Promise<void>])[]): Promise<void> {
    for (const [what, step] of steps) work = work.then(step).catch((error: unknown) => trouble(what, error))
    return work
  }

  const turn = (): Promise<void> => queue(['sweep', sweep], ['checkpoint', checkpoint])
  const timer = setInterval(() => void turn(), turnEveryMs).unref()
  void turn()
  return {
    turn,
    checkpointAt: () => signedAt,
    sweepWaits: () => waitsSince !== undefined,
    async close() {
      closing.abort()
      clearInterval(timer)
      await queue(['checkpoint', checkpoint])
    },
  }
}

/**
 * Whether the records bear the clock out. One that jumps years ahead would have everything removed at once, and new records would bear it out the
 * next minute; so there has to be a record that is a week old, and not older than the shortest time anything is kept, 30 days at least.
 */
async function isBelieved(store: Store, at: number, { answeredMs, refusedMs, decisionsMs }: KeepFor): Promise<boolean> {
  const newest = await store.newestBefore(at - weekMs)
  if (newest === undefined) return true
  return at - weekMs - newest <= Math.max(leastSilenceMs, Math.min(answeredMs, refusedMs, decisionsMs))
}

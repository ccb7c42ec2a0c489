import { ConciergeError } from '@cx-concierge/contract/errors'
import type { StoreStats } from '../store.ts'
import type { WriteOutcome } from '../write-probe.ts'
import { createKnownBodies, type Body } from './known-bodies.ts'
import { rowOf, type Row, type Written } from './row.ts'

/** Entries that share one transaction, and so one fate and one promise. */
interface Batch {
  readonly rows: Row[]
  /** What its rows' decisions say, by digest. */
  readonly bodies: Map<string, string>
  readonly outcome: PromiseWithResolvers<void>
}

/** What a group commit needs to know of the worker. */
export interface GroupCommitOptions {
  /** Hands a batch to the worker; false when nobody is there to take it. */
  readonly send: (rows: readonly Row[], bodies: readonly Body[]) => boolean
  /** A batch was not answered in time. The holder makes the worker go away, then calls `giveUp`. */
  readonly stuck: () => void
  readonly now: () => number
  readonly answerWithinMs: number
  readonly maxPending: number
}

/** Bounds how long one transaction can hold up the next. */
const mostPerBatch = 1000
/**
 * So many turns of the event loop pass between two commits. Where there is little to do they pass at once; under load they are long, and whoever was just
 * answered comes again in time for the next commit: half as many cost half as much. Longer than this many milliseconds nobody waits for others.
 */
const [turnsBetween, longestBetweenMs] = [3, 2]

/**
 * Gathers entries into batches: those of one turn of the event loop, and all that arrive while a commit is under way or shortly after it, share the next
 * commit. One batch is under way at a time.
 */
export class GroupCommit {
  readonly #options: GroupCommitOptions
  #waiting: Batch[] = []
  #flying: Batch | undefined
  #sentAt = 0
  #watch: NodeJS.Timeout | undefined
  #scheduled = false
  #closed = false
  #drained: PromiseWithResolvers<void> | undefined
  #written = 0
  #batches = 0
  #pending = 0
  #refused = 0
  #lastCommitMs = 0
  #outcome: WriteOutcome | undefined
  readonly #bodies = createKnownBodies()

  constructor(options: GroupCommitOptions) {
    this.#options = options
  }

  /** Resolves once the entry's batch is committed; rejects with `RECORD_NOT_WRITTEN` otherwise. */
  add(written: Written): Promise<void> {
    if (this.#closed) return this.#refuse('The record store is closed.')
    if (this.#pending >= this.#options.maxPending) return this.#refuse('Too many records are waiting to be written.')
    const batch = this.#gathering()
    try {
      this.#enter(batch, written)
    } catch (cause) {
      return this.#refuse('The record cannot be written as it is.', cause)
    }
    this.#pending += 1
    this.#schedule()
    return batch.outcome.promise
  }

  /** Sends the next batch if there is one and nothing is under way. */
  flush(): void {
    this.#scheduled = false
    const batch = this.#waiting[0]
    if (this.#flying !== undefined || batch === undefined || batch.rows.length === 0) return
    // asked only now: what was known when an entry came in may have been forgotten since
    if (!this.#options.send(batch.rows, this.#bodies.claimNew(batch.bodies))) {
      this.#bodies.forget()
      return
    }
    this.#waiting.shift()
    this.#flying = batch
    this.#sentAt = this.#options.now()
    this.#watch = setTimeout(this.#options.stuck, this.#options.answerWithinMs)
  }

  /** The batch under way is on disk. `fresh`: bodies may have been taken away before it. */
  committed(fresh: boolean): void {
    if (fresh) this.#bodies.forget()
    const batch = this.#land()
    if (batch === undefined) return
    const at = this.#options.now()
    this.#lastCommitMs = at - this.#sentAt
    this.#outcome = { ok: true, at }
    this.#written += batch.rows.length
    this.#batches += 1
    batch.outcome.resolve()
    this.#next()
  }

  /** The batch under way is wanted once more, with all its bodies: some were taken away. */
  again(): void {
    const batch = this.#flying
    if (batch === undefined) return
    this.#bodies.forget()
    if (!this.#options.send(batch.rows, this.#bodies.claimNew(batch.bodies))) this.failed('nobody holds the database')
  }

  /** The batch under way was refused or lost; later ones are tried. */
  failed(reason: string): void {
    this.#bodies.forget()
    const batch = this.#land()
    if (batch !== undefined) this.#outcome = { ok: false, at: this.#options.now() }
    this.#refused += batch?.rows.length ?? 0
    batch?.outcome.reject(notWritten('The record could not be written.', new Error(reason)))
    this.#next()
  }

  /** Nobody is there to write: everything accepted so far is refused. */
  giveUp(reason: string): void {
    const lost = this.#waiting.filter((batch) => batch.rows.length > 0)
    this.#waiting = []
    for (const batch of lost) {
      this.#pending -= batch.rows.length
      this.#refused += batch.rows.length
    }
    for (const batch of lost) batch.outcome.reject(notWritten('The record could not be written.', new Error(reason)))
    this.failed(reason)
  }

  /** What became of the newest batch. */
  newestOutcome(): WriteOutcome | undefined {
    return this.#outcome
  }

  stats(): StoreStats {
    return {
      written: this.#written,
      batches: this.#batches,
      refused: this.#refused,
      pending: this.#pending,
      lastCommitMs: this.#lastCommitMs,
    }
  }

  /** Takes nothing more; resolves when everything accepted is settled. */
  drain(): Promise<void> {
    this.#closed = true
    this.#drained ??= Promise.withResolvers()
    if (this.#pending === 0) this.#drained.resolve()
    return this.#drained.promise
  }

  #refuse(message: string, cause?: unknown): Promise<never> {
    this.#refused += 1
    return Promise.reject(notWritten(message, cause))
  }

  #enter(batch: Batch, written: Written): void {
    const decision = 'entry' in written ? written.entry.decision : undefined
    const digest = decision === undefined ? null : this.#bodies.digest(decision.body)
    batch.rows.push(rowOf(written, digest))
    if (decision !== undefined && digest !== null) batch.bodies.set(digest, decision.body)
  }

  #gathering(): Batch {
    const last = this.#waiting.at(-1)
    if (last !== undefined && last.rows.length < mostPerBatch) return last
    const batch: Batch = { rows: [], bodies: new Map(), outcome: Promise.withResolvers() }
    this.#waiting.push(batch)
    return batch
  }

  #schedule(turns = 1): void {
    if (this.#scheduled || this.#flying !== undefined) return
    this.#scheduled = true
    const { now } = this.#options
    const latest = now() + longestBetweenMs
    const wait = (left: number): void => void setImmediate(() => (left > 1 && now() < latest ? wait(left - 1) : this.flush()))
    wait(turns)
  }

  #land(): Batch | undefined {
    const batch = this.#flying
    if (batch === undefined) return undefined
    clearTimeout(this.#watch)
    this.#flying = undefined
    this.#pending -= batch.rows.length
    return batch
  }

  #next(): void {
    this.#schedule(turnsBetween)
    if (this.#pending === 0) this.#drained?.resolve()
  }
}

function notWritten(message: string, cause?: unknown): ConciergeError {
  return new ConciergeError('RECORD_NOT_WRITTEN', message, { cause })
}

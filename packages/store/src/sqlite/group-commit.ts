import { ConciergeError } from '@cx-concierge/contract'
import type { Entry } from '../store.ts'
import { addEntry } from './batch.ts'
import { type Cells } from './cells.ts'
import { createKnownBodies } from './known-bodies.ts'

/** Entries that share one transaction, and so one fate and one promise. */
interface Batch {
  readonly cells: Cells
  entries: number
  readonly outcome: PromiseWithResolvers<void>
}

/** What a group commit needs to know of the worker. */
export interface GroupCommitOptions {
  /** Hands a batch to the worker; false when nobody is there to take it. */
  readonly send: (cells: Cells) => boolean
  /** A batch was not answered in time. The holder makes the worker go away, then calls `giveUp`. */
  readonly stuck: () => void
  readonly now: () => number
  readonly answerWithinMs: number
  readonly maxPending: number
}

/** Bounds how long one transaction can hold up the next. */
const mostPerBatch = 1000

/**
 * Gathers entries into batches: those of one turn of the event loop, and all that arrive while a commit is under way, share the next commit.
 * One batch is under way at a time.
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
  #lastCommitMs = 0
  readonly #bodies = createKnownBodies()

  constructor(options: GroupCommitOptions) {
    this.#options = options
  }

  /** Resolves once the entry's batch is committed; rejects with `RECORD_NOT_WRITTEN` otherwise. */
  add(entry: Entry): Promise<void> {
    if (this.#closed) return Promise.reject(notWritten('The record store is closed.'))
    if (this.#pending >= this.#options.maxPending) return Promise.reject(notWritten('Too many records are waiting to be written.'))
    const batch = this.#gathering()
    try {
      addEntry(batch.cells, entry, this.#bodies)
    } catch (cause) {
      return Promise.reject(notWritten('The record cannot be written as it is.', cause))
    }
    batch.entries += 1
    this.#pending += 1
    this.#schedule()
    return batch.outcome.promise
  }

  /** Sends the next batch if there is one and nothing is under way. */
  flush(): void {
    this.#scheduled = false
    const batch = this.#waiting[0]
    if (this.#flying !== undefined || batch === undefined || batch.entries === 0) return
    if (!this.#options.send(batch.cells)) return
    this.#waiting.shift()
    this.#flying = batch
    this.#sentAt = this.#options.now()
    this.#watch = setTimeout(this.#options.stuck, this.#options.answerWithinMs)
  }

  /** The batch under way is on disk. */
  committed(): void {
    const batch = this.#land()
    if (batch === undefined) return
    this.#bodies.keep(batch.cells)
    this.#lastCommitMs = this.#options.now() - this.#sentAt
    this.#written += batch.entries
    this.#batches += 1
    batch.outcome.resolve()
    this.#next()
  }

  /** The batch under way was refused or lost; later ones are tried. */
  failed(reason: string): void {
    this.#bodies.forget()
    this.#land()?.outcome.reject(notWritten('The record could not be written.', new Error(reason)))
    this.#next()
  }

  /** Nobody is there to write: everything accepted so far is refused. */
  giveUp(reason: string): void {
    const lost = this.#waiting.filter((batch) => batch.entries > 0)
    this.#waiting = []
    for (const batch of lost) this.#pending -= batch.entries
    for (const batch of lost) batch.outcome.reject(notWritten('The record could not be written.', new Error(reason)))
    this.failed(reason)
  }

  stats(): { written: number; batches: number; pending: number; lastCommitMs: number } {
    return { written: this.#written, batches: this.#batches, pending: this.#pending, lastCommitMs: this.#lastCommitMs }
  }

  /** Takes nothing more; resolves when everything accepted is settled. */
  drain(): Promise<void> {
    this.#closed = true
    this.#drained ??= Promise.withResolvers()
    if (this.#pending === 0) this.#drained.resolve()
    return this.#drained.promise
  }

  #gathering(): Batch {
    const last = this.#waiting.at(-1)
    if (last !== undefined && last.entries < mostPerBatch) return last
    const batch: Batch = { cells: [], entries: 0, outcome: Promise.withResolvers() }
    this.#waiting.push(batch)
    return batch
  }

  #schedule(): void {
    if (this.#scheduled || this.#flying !== undefined) return
    this.#scheduled = true
    setImmediate(() => this.flush())
  }

  #land(): Batch | undefined {
    const batch = this.#flying
    if (batch === undefined) return undefined
    clearTimeout(this.#watch)
    this.#flying = undefined
    this.#pending -= batch.entries
    return batch
  }

  #next(): void {
    this.flush()
    if (this.#pending === 0) this.#drained?.resolve()
  }
}

function notWritten(message: string, cause?: unknown): ConciergeError {
  return new ConciergeError('RECORD_NOT_WRITTEN', message, { cause })
}

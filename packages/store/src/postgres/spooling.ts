import type { Spool } from '../spool/spool.ts'
import type { Body } from '../engine/known-bodies.ts'
import type { Row } from '../engine/row.ts'
import type { Checkpoint } from '../store.ts'
import type { PostgresBatchWriter } from './batch-writer.ts'
import { InDoubt } from './transaction.ts'
import type { WriterLine } from './writer-line.ts'

/** What is told while the database is away: that it is, or what is wrong with taking over what waits; or how many entries were taken over. */
export type SpoolNews = { readonly kind: 'away'; readonly reason: Error } | { readonly kind: 'drained'; readonly entries: number }

/** What spooling is made of. */
interface SpoolingParts {
  readonly spool: Spool
  readonly line: () => WriterLine
  readonly writer: PostgresBatchWriter
  readonly tell: (news: SpoolNews) => void
  readonly retryEveryMs: number
}

/** So few at once were all there were. */
const lastRows = 500

/**
 * Whether entries go into the spool, and how they come out again: while one waits there, everything else goes there too, so that the record keeps
 * the order in which things happened.
 */
export class Spooling {
  readonly #parts: SpoolingParts
  #on: boolean
  /** Closed while the last entries are taken over, and while new ones come faster than half as fast as they go: it would take for ever otherwise. */
  #gate: PromiseWithResolvers<void> | undefined
  #draining: Promise<void> | undefined
  #retry: NodeJS.Timeout | undefined
  #closed = false
  #since = 0
  #taken = 0
  #drained = 0

  constructor(parts: SpoolingParts) {
    this.#parts = parts
    this.#on = parts.spool.waiting > 0
  }

  /** Whether entries go into the spool now. */
  get isOn(): boolean {
    return this.#on
  }

  /** Resolves with whether the entry that asks goes into the spool. It may have to wait for the last ones there to be taken over. */
  async takes(): Promise<boolean> {
    await this.#gate?.promise
    return this.#on
  }

  /** From now on entries go into the spool. */
  begin(reason: Error): void {
    if (!this.#on) this.#parts.tell({ kind: 'away', reason })
    this.#on = true
    this.#retryLater()
  }

  /** Resolves when the batch is on this machine's disk. It holds all bodies of its rows. `doubt`: how an earlier try may have ended. */
  async take(rows: readonly Row[], bodies: readonly Body[], doubt: Checkpoint | undefined): Promise<void> {
    await this.#parts.spool.append(rows, bodies, doubt)
    this.#taken += rows.length
  }

  /** Takes over what waits, as far as the database lets it; afterwards entries go to it directly again. Never rejects. */
  drain(): Promise<void> {
    if (!this.#on || this.#closed) return Promise.resolve()
    return (this.#draining ??= this.#drainAll().finally(() => (this.#draining = undefined)))
  }

  /** Resolves when entries can be put into the spool. */
  probe(): Promise<void> {
    return this.#parts.spool.probe()
  }

  stats(): { readonly waiting: number; readonly taken: number; readonly drained: number } {
    return { waiting: this.#parts.spool.waiting, taken: this.#taken, drained: this.#drained }
  }

  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#retry)
    await this.#draining
    await this.#parts.spool.close()
  }

  async #drainAll(): Promise<void> {
    const { spool, writer, line, tell } = this.#parts
    let mostWaiting = spool.waiting
    try {
      for (;;) {
        const { client } = line()
        if (client === undefined || this.#closed) return
        const batches = await spool.oldest()
        const last = batches.at(-1)
        if (last === undefined) {
          if (spool.isFilling) continue
          this.#on = false
          tell({ kind: 'drained', entries: this.#drained - this.#since })
          this.#since = this.#drained
          return
        }
        const rows = batches.reduce((sum, batch) => sum + batch.rows.length, 0)
        if (rows < lastRows || spool.waiting > mostWaiting) this.#gate ??= Promise.withResolvers()
        else this.#openGate()
        mostWaiting = Math.max(0, mostWaiting - rows / 2)
        await writer.takeOver(client, spool.id, batches)
        await spool.drop(last.number)
        this.#drained += rows
      }
    } catch (error) {
      this.#retryLater()
      const reason = error instanceof InDoubt ? error.cause : error
      line().doubt(reason)
    } finally {
      this.#openGate()
    }
  }

  #openGate(): void {
    this.#gate?.resolve()
    this.#gate = undefined
  }

  #retryLater(): void {
    if (this.#closed) return
    clearTimeout(this.#retry)
    this.#retry = setTimeout(() => void this.drain(), this.#parts.retryEveryMs)
  }
}

import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Body } from '../engine/known-bodies.ts'
import type { Row } from '../engine/row.ts'
import type { Checkpoint } from '../store.ts'
import type { FromSpool, SpooledBatch, SpoolWork, SpoolWorks, ToSpool } from './messages.ts'

/** Where entries wait, on this machine's own disk, for a database that is away. */
export interface Spool {
  /** No other has this name. */
  readonly id: string
  /** How many rows wait in it, those included that are on their way into it. */
  readonly waiting: number
  /** Whether rows are on their way into it. */
  readonly isFilling: boolean
  /** Resolves when a power cut could not take the batch away. */
  append(rows: readonly Row[], bodies: readonly Body[], doubt: Checkpoint | undefined): Promise<void>
  /** The oldest batches, as many as go into one transaction; empty when there are none. */
  oldest(): Promise<readonly SpooledBatch[]>
  /** Takes off the batches up to this number, which are in the record. */
  drop(through: number): Promise<void>
  /** Resolves when it can be written to. */
  probe(): Promise<void>
  close(): Promise<void>
}

// a thread takes its time to start on a busy machine
const openWithinMs = 15_000
const answerWithinMs = 5_000

/** Opens the spool in this folder; it is made with the folder when it is not there. Throws when it cannot be used, or does not answer in time. */
export async function openSpool(folder: string): Promise<Spool> {
  const line = new SpoolLine(join(folder, 'spool.sqlite'))
  try {
    const opened = await line.ask({ name: 'open', argument: undefined }, openWithinMs)
    let waiting = opened.rows
    let arriving = 0
    return {
      id: opened.id,
      get waiting() {
        return waiting
      },
      get isFilling() {
        return arriving > 0
      },
      async append(rows, bodies, doubt) {
        waiting += rows.length
        arriving += 1
        try {
          await line.ask({ name: 'append', argument: { rows, bodies, doubt } })
        } catch (error) {
          waiting -= rows.length
          throw error
        } finally {
          arriving -= 1
        }
      },
      async oldest() {
        const batches = await line.ask({ name: 'oldest', argument: undefined })
        // another process over the same folder may have taken over what was counted here
        if (batches.length === 0 && arriving === 0) waiting = 0
        return batches
      },
      async drop(through) {
        const before = waiting
        const left = await line.ask({ name: 'drop', argument: through })
        // what came in meanwhile was counted before the answer, or waits behind it
        waiting = left + Math.max(0, waiting - before)
      },
      probe: () => line.ask({ name: 'probe', argument: undefined }),
      close: () => line.close(),
    }
  } catch (error) {
    await line.close()
    throw error
  }
}

/** The line to the thread that holds the file, so that its disk does not hold up the event loop. A thread that ended is replaced when it is needed. */
class SpoolLine {
  readonly #file: string
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>()
  #worker: Worker | undefined
  #lastId = 0
  #closed = false

  constructor(file: string) {
    this.#file = file
  }

  async ask<Name extends keyof SpoolWorks>(
    work: Extract<SpoolWork, { name: Name }>,
    withinMs = answerWithinMs,
  ): Promise<SpoolWorks[Name]['answer']> {
    if (this.#closed) throw new Error('the spool is closed')
    this.#lastId += 1
    const id = this.#lastId
    const answer = Promise.withResolvers<unknown>()
    this.#waiting.set(id, answer)
    this.#send({ id, work })
    const patience = setTimeout(() => this.#lose(new Error('the spool’s disk did not answer in time')), withinMs)
    try {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the worker answers as SpoolWorks says
      return (await answer.promise) as SpoolWorks[Name]['answer']
    } finally {
      clearTimeout(patience)
      this.#waiting.delete(id)
    }
  }

  async close(): Promise<void> {
    this.#closed = true
    const worker = this.#worker
    if (worker === undefined) return
    const ended = new Promise((resolve) => worker.once('exit', resolve))
    this.#send({ id: 'close' })
    const patience = setTimeout(() => void worker.terminate(), answerWithinMs)
    await ended
    clearTimeout(patience)
  }

  #send(message: ToSpool): void {
    this.#worker ??= this.#start()
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    this.#worker.postMessage(message)
  }

  #start(): Worker {
    const worker = new Worker(new URL('./spool-worker.ts', import.meta.url), {
      workerData: { file: this.#file },
      name: 'cx-concierge-spool',
    })
    let reason = new Error('the spool’s thread ended')
    worker.on('error', (error) => (reason = error instanceof Error ? error : new Error(String(error))))
    worker.on('exit', () => {
      if (worker === this.#worker) this.#lose(reason)
    })
    worker.on('message', (message: FromSpool) => {
      const answer = this.#waiting.get(message.id)
      if ('value' in message) answer?.resolve(message.value)
      else answer?.reject(new Error('reason' in message ? message.reason : 'no reason was given'))
    })
    return worker
  }

  #lose(reason: Error): void {
    const worker = this.#worker
    this.#worker = undefined
    void worker?.terminate()
    for (const answer of this.#waiting.values()) answer.reject(reason)
  }
}

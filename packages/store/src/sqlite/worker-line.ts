import { Worker } from 'node:worker_threads'
import { ConciergeError } from '@cx-concierge/contract/errors'
import type { FromWorker, ToWorker, WorkerSettings } from './messages.ts'

/** What the line's holder wants to hear of. */
export interface LineEvents {
  /** A worker is up, its schema current; again after each restart. */
  ready(): void
  message(message: FromWorker): void
  /** The worker is gone, and a next one will be tried: whatever was sent and not answered never will be. */
  lost(reason: string): void
  /** There is no telling when, or whether, there will be a worker again. */
  down(reason: string): void
}

/** A worker is started at most this often, in milliseconds. */
const restartEveryMs = 1000

/**
 * The line to the worker that holds the database. A worker that ends is replaced, at most once per second; only the first has to come up
 * for the line to count as opened.
 */
export class WorkerLine {
  readonly #settings: WorkerSettings
  readonly #events: LineEvents
  readonly #now: () => number
  readonly #opened = Promise.withResolvers<void>()
  readonly #ended = Promise.withResolvers<void>()
  #worker: Worker | undefined
  #ready = false
  #cameUp = false
  #everReady = false
  #closing = false
  #startedAt = 0
  #restart: NodeJS.Timeout | undefined

  constructor(settings: WorkerSettings, events: LineEvents, now: () => number) {
    this.#settings = settings
    this.#events = events
    this.#now = now
    this.#start()
  }

  /** Resolves when the first worker is up. Throws `CONFIG_INVALID` when the database cannot be used at all. */
  get opened(): Promise<void> {
    return this.#opened.promise
  }

  get ready(): boolean {
    return this.#ready
  }

  send(message: ToWorker): void {
    this.#worker?.postMessage(message)
  }

  /** Gives up on the present worker, which may be stuck, and has it replaced. */
  drop(reason: string): void {
    const worker = this.#worker
    if (worker === undefined) return
    void worker.terminate()
    this.#cameUp = false
    this.#gone(worker, reason)
  }

  /** Lets the worker close the database and end; gives up on it after so many milliseconds. */
  async close(patienceMs: number): Promise<void> {
    this.#closing = true
    clearTimeout(this.#restart)
    const worker = this.#worker
    if (worker === undefined) return
    this.send({ kind: 'close' })
    const patience = setTimeout(() => this.drop('the worker did not end'), patienceMs)
    await this.#ended.promise
    clearTimeout(patience)
  }

  #start(): void {
    this.#startedAt = this.#now()
    this.#cameUp = false
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: this.#settings, name: 'cx-concierge-store' })
    this.#worker = worker
    let reason = 'the worker ended'
    worker.on('error', (error) => (reason = error instanceof Error ? error.message : String(error)))
    worker.on('exit', () => this.#gone(worker, reason))
    worker.on('message', (message: FromWorker) => {
      if (worker === this.#worker) this.#hear(message)
    })
  }

  #hear(message: FromWorker): void {
    if (message.kind === 'ready') {
      this.#ready = true
      this.#cameUp = true
      this.#everReady = true
      this.#opened.resolve()
      this.#events.ready()
    } else if (message.kind === 'leaving') {
      this.#ready = false
    } else if (message.kind === 'unusable') {
      this.#opened.reject(new ConciergeError('CONFIG_INVALID', message.message, { cause: new Error(message.reason) }))
    } else {
      this.#events.message(message)
    }
  }

  #gone(worker: Worker, reason: string): void {
    if (worker !== this.#worker) return
    this.#worker = undefined
    this.#ready = false
    this.#ended.resolve()
    this.#opened.reject(new ConciergeError('CONFIG_INVALID', 'The record store could not be opened.', { cause: new Error(reason) }))
    if (this.#cameUp && !this.#closing) this.#events.lost(reason)
    else this.#events.down(reason)
    if (this.#closing || !this.#everReady) return
    const waitMs = Math.max(0, this.#startedAt + restartEveryMs - this.#now())
    this.#restart = setTimeout(() => this.#start(), waitMs)
  }
}

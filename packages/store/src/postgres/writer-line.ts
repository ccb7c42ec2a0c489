import { Client, type ClientConfig } from 'pg'
import { connectionIsLost } from './is-away.ts'

/** What a line to the server is made of. */
export interface WriterLineParts {
  readonly config: ClientConfig
  /** Looks at what is there before anything is written; throws when it is not fit to be written to. */
  readonly check: (client: Client) => Promise<void>
  /** There is a connection, again. */
  readonly up: () => void
  /** There is none any more, or still none. */
  readonly down: (reason: Error) => void
  /** Monotonic milliseconds. */
  readonly now: () => number
  /** A new connection is tried at most this often, in milliseconds. */
  readonly retryEveryMs: number
}

/** The one connection that batches are written over. One that is lost is replaced, at a bounded pace, for as long as it takes. */
export class WriterLine {
  readonly #parts: WriterLineParts
  #client: Client | undefined
  #startedAt = -Infinity
  #retry: NodeJS.Timeout | undefined
  #closing = false

  constructor(parts: WriterLineParts) {
    this.#parts = parts
  }

  /** The connection, when there is one. */
  get client(): Client | undefined {
    return this.#client
  }

  /** Connects for the first time. Throws what went wrong; it is not tried again then. */
  async open(): Promise<void> {
    this.#client = await this.#connect()
  }

  /** Gives up on the present connection, which may be stuck, and has it replaced. */
  drop(reason: Error): void {
    const client = this.#client
    if (client === undefined) return
    this.#client = undefined
    sever(client)
    this.#parts.down(reason)
    this.#retryLater()
  }

  /** Drops the connection if an error says that it is of no use any more. */
  doubt(error: unknown): void {
    if (connectionIsLost(error)) this.drop(error instanceof Error ? error : new Error(String(error)))
  }

  /** Lets go of the connection; tries no other one. */
  async close(): Promise<void> {
    this.#closing = true
    clearTimeout(this.#retry)
    const client = this.#client
    this.#client = undefined
    if (client === undefined) return
    const patience = setTimeout(() => sever(client), 1000)
    await client.end().catch(() => undefined)
    clearTimeout(patience)
  }

  async #connect(): Promise<Client> {
    this.#startedAt = this.#parts.now()
    const client = new Client({ ...this.#parts.config, pipeline: true })
    const gone = (error?: Error): void => {
      if (client === this.#client) this.drop(error ?? new Error('the server closed the connection'))
    }
    client.on('error', gone)
    client.on('end', gone)
    try {
      await client.connect()
      await this.#parts.check(client)
      return client
    } catch (error) {
      sever(client)
      throw error
    }
  }

  #retryLater(): void {
    if (this.#closing) return
    clearTimeout(this.#retry)
    const { now, retryEveryMs } = this.#parts
    const waitMs = Math.max(0, this.#startedAt + retryEveryMs - now())
    this.#retry = setTimeout(() => void this.#again(), waitMs)
  }

  async #again(): Promise<void> {
    try {
      const client = await this.#connect()
      if (this.#closing) {
        sever(client)
        return
      }
      this.#client = client
      this.#parts.up()
    } catch (error) {
      this.#parts.down(error instanceof Error ? error : new Error(String(error)))
      this.#retryLater()
    }
  }
}

/** Lets go at once: a server that does not answer would not answer a farewell either. */
function sever(client: Client): void {
  client.connection.stream.destroy()
}

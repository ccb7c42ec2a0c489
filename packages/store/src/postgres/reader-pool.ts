import { Pool, type ClientConfig, type PoolClient } from 'pg'

const mostReaders = 4

/** Connections for questions, a few, opened when they are needed. */
export class ReaderPool {
  readonly #pool: Pool

  constructor(config: ClientConfig) {
    this.#pool = new Pool({ ...config, max: mostReaders, allowExitOnIdle: true })
    this.#pool.on('error', () => undefined)
    // while a client is lent, the pool does not listen to it
    this.#pool.on('connect', (client) => client.on('error', () => undefined))
  }

  /** A connection for a while, to be released. */
  connect(): Promise<PoolClient> {
    return this.#pool.connect()
  }

  /** Waits for questions that are being answered, and lends no more. */
  async end(): Promise<void> {
    await this.#pool.end()
  }
}

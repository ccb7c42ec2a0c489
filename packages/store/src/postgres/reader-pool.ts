import { Pool, type ClientConfig, type PoolClient } from 'pg'

const mostReaders = 4
const farewellMs = 1_000

/** Connections for questions, a few, opened when they are needed. */
export class ReaderPool {
  readonly #pool: Pool
  readonly #clients = new Set<PoolClient>()

  constructor(config: ClientConfig) {
    this.#pool = new Pool({ ...config, max: mostReaders, allowExitOnIdle: true })
    this.#pool.on('error', () => undefined)
    this.#pool.on('connect', (client) => {
      // while a client is lent, the pool does not listen to it
      client.on('error', () => undefined)
      this.#clients.add(client)
    })
    this.#pool.on('remove', (client) => this.#clients.delete(client))
  }

  /** A connection for a while, to be released. */
  connect(): Promise<PoolClient> {
    return this.#pool.connect()
  }

  /** Ends all of them, also where the server does not answer any more. */
  async end(): Promise<void> {
    const patience = setTimeout(() => {
      for (const client of this.#clients) client.connection.stream.destroy()
    }, farewellMs)
    await this.#pool.end()
    clearTimeout(patience)
  }
}

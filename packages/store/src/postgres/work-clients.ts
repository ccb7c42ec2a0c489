import { Client, type ClientConfig } from 'pg'

/** Connections for the rarer works: one at a time, since each waits for the others anyway, and ended with its work. */
export class WorkClients {
  readonly #config: ClientConfig
  #lent: Client | undefined
  #turn: Promise<unknown> = Promise.resolve()

  constructor(config: ClientConfig) {
    this.#config = config
  }

  /** Does something over a new connection. Every statement may take this long. */
  lend<Result>(statementWithinMs: number, work: (client: Client) => Promise<Result>): Promise<Result> {
    const mine = this.#turn.then(() => this.#lendNow(statementWithinMs, work))
    this.#turn = mine.catch(() => undefined)
    return mine
  }

  /** Ends what is at work: nobody waits for it any more. */
  sever(): void {
    this.#lent?.connection.stream.destroy()
  }

  async #lendNow<Result>(statementWithinMs: number, work: (client: Client) => Promise<Result>): Promise<Result> {
    const client = new Client({ ...this.#config, query_timeout: statementWithinMs, pipeline: true })
    // whoever waits for an answer hears of it
    client.on('error', () => undefined)
    this.#lent = client
    try {
      await client.connect()
      const result = await work(client)
      await client.end()
      return result
    } finally {
      this.#lent = undefined
      client.connection.stream.destroy()
    }
  }
}

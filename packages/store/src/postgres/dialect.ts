import type { ClientBase } from 'pg'
import { PostgresDialect, type PostgresPoolClient } from 'kysely'

/** A client for a while; given back with the error it ended in, if it did. */
export interface LentClient {
  readonly client: ClientBase
  giveBack(error?: Error): void
}

/** Lets Kysely speak over clients that are lent one by one. Destroying the Kysely instance leaves them alone. */
export function dialectOver(lend: () => Promise<LentClient>): PostgresDialect {
  return new PostgresDialect({
    pool: {
      options: {},
      async connect() {
        const { client, giveBack } = await lend()
        let lost: Error | undefined
        const adapted = {
          async query(text: string, values: readonly unknown[]) {
            try {
              return await client.query(text, [...values])
            } catch (error) {
              lost = error instanceof Error ? error : new Error(String(error))
              throw error
            }
          },
          release: () => giveBack(lost),
        }
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- of a client's many ways to ask, Kysely uses this one
        return adapted as unknown as PostgresPoolClient
      },
      end: () => Promise.resolve(),
    },
  })
}

/** Lends this one client, which stays somebody else's. */
export const lending = (client: ClientBase) => (): Promise<LentClient> => Promise.resolve({ client, giveBack: () => undefined })

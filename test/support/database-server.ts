import { randomBytes } from 'node:crypto'
import { Client } from 'pg'
import { isServed } from './is-served.ts'

/** PostgreSQL for tests. */
export const serverUrl: string = process.env['TEST_DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres'

/** Why tests that need one have to be skipped; `undefined` when there is one. Said once, also on standard error. */
export async function lackingDatabase(): Promise<string | undefined> {
  if (await isServed(serverUrl)) return undefined
  const reason = 'nothing answers where PostgreSQL is looked for; name a server in TEST_DATABASE_URL'
  process.stderr.write(`skipped: ${reason}\n`)
  return reason
}

let own: Promise<string> | undefined

/** The URL of this test file's own database, made when it is asked for first. */
export function databaseUrl(): Promise<string> {
  return (own ??= makeDatabase())
}

/** Drops it again, whoever is still in it. */
export async function dropDatabase(): Promise<void> {
  if (own === undefined) return
  const name = new URL(await own).pathname.slice(1)
  own = undefined
  await onServer((client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`))
}

async function makeDatabase(): Promise<string> {
  const name = `concierge_test_${process.pid}_${randomBytes(4).toString('hex')}`
  await onServer((client) => client.query(`CREATE DATABASE ${name} TEMPLATE template0`))
  return Object.assign(new URL(serverUrl), { pathname: `/${name}` }).href
}

async function onServer(work: (client: Client) => Promise<unknown>): Promise<void> {
  const client = new Client(serverUrl)
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}

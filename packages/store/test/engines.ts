import { DatabaseSync } from 'node:sqlite'
import { Kysely } from 'kysely'
import { Client, types } from 'pg'
import { afterAll, describe, onTestFinished } from 'vitest'
import { databaseUrl, dropDatabase, lackingDatabase } from '../../../test/support/database-server.ts'
import type { Reader } from '../src/engine/reader.ts'
import type { Tables } from '../src/engine/tables.ts'
import { verifyChain } from '../src/engine/verify-chain.ts'
import { openPostgresStore, openSqliteStore, type Checkpoint, type PostgresStoreOptions, type Store, type Verdict } from '../src/index.ts'
import { dialectOver as postgresDialect, lending } from '../src/postgres/dialect.ts'
import { columnOf, postgresReader } from '../src/postgres/reader.ts'
import type { IsSigned } from '../src/signing.ts'
import { dialectOver } from '../src/sqlite/dialect.ts'
import { sqliteReader } from '../src/sqlite/reader.ts'
import { temporaryFile } from './temporary-store.ts'

type Row = Readonly<Record<string, unknown>>
type Options = Omit<PostgresStoreOptions, 'url' | 'schema' | 'spoolFolder'>

/** A place for one record, with nothing in it yet, that goes away with the test. */
export interface Place {
  /** A store over it that is closed with the test. */
  open(options?: Options): Promise<Store>
  /** A store over it that the test closes. */
  openUnattended(options?: Options): Promise<Store>
  /** What is kept there, for whoever may write there himself. */
  readonly editor: Editor
  /** Of the SQLite engine. */
  readonly file: string
  /** Of the PostgreSQL engine. */
  readonly schema: string
}

/** A way into a record beside its store. */
export interface Editor {
  /** Statements after each other, in what all engines understand. */
  exec(sql: string): Promise<void>
  /** One statement with parameters `?1` and so on. */
  run(sql: string, ...parameters: readonly unknown[]): Promise<void>
  all(sql: string, ...parameters: readonly unknown[]): Promise<Row[]>
  /** Walks the chain as it is now, also inside a transaction. */
  verify(isSigned: IsSigned, known: readonly Checkpoint[]): Promise<Verdict>
}

/** An engine for records. */
export interface Engine {
  readonly name: 'SQLite' | 'PostgreSQL'
  place(): Promise<Place>
  /** A store over a place of its own; both go away with the test. */
  store(options?: Options): Promise<Store>
  /** A part of a record in SQL. */
  field(name: string): string
}

const sqlite: Engine = {
  name: 'SQLite',
  async place() {
    const file = await temporaryFile()
    const openUnattended = (options?: Options): Promise<Store> => openSqliteStore({ file, ...options })
    let opened: DatabaseSync | undefined
    const database = (): DatabaseSync => (opened ??= closedLater(new DatabaseSync(file, { defensive: false })))
    return {
      file,
      schema: '',
      openUnattended,
      open: async (options) => closedWithTest(await openUnattended(options)),
      editor: {
        exec: (sql) => Promise.resolve(database().exec(sql)),
        run: (sql, ...parameters) =>
          Promise.resolve(
            void database()
              .prepare(sql)
              .run(...(parameters as never[])),
          ),
        all: (sql, ...parameters) =>
          Promise.resolve(
            database()
              .prepare(sql)
              .all(...(parameters as never[])),
          ),
        verify: (isSigned, known) => walk(sqliteReader(new Kysely<Tables>({ dialect: dialectOver(database()) })), isSigned, known),
      },
    }
  },
  store: async (options) => closedWithTest(await openSqliteStore({ file: ':memory:', ...options })),
  field: (name) => `record ->> '$.${name}'`,
}

let places = 0

const postgres: Engine = {
  name: 'PostgreSQL',
  async place() {
    const url = await databaseUrl()
    places += 1
    const schema = `place_${places}`
    const openUnattended = (options?: Options): Promise<Store> => openPostgresStore({ url, schema, ...options })
    const client = new Client({
      connectionString: url,
      options: `-c search_path=${schema},pg_temp`,
      types: { getTypeParser: (oid, format) => (oid === types.builtins.INT8 ? Number : types.getTypeParser(oid, format)) },
    })
    client.on('error', () => undefined)
    await client.connect()
    onTestFinished(() => client.end())
    const numbered = (sql: string): string => sql.replaceAll(/\?(\d+)/g, '$$$1')
    return {
      file: '',
      schema,
      openUnattended,
      open: async (options) => closedWithTest(await openUnattended(options)),
      editor: {
        exec: async (sql) => void (await client.query(sql)),
        run: async (sql, ...parameters) => void (await client.query(numbered(sql), [...parameters])),
        all: async (sql, ...parameters) => (await client.query<Record<string, unknown>>(numbered(sql), [...parameters])).rows,
        verify: (isSigned, known) =>
          walk(postgresReader(new Kysely<Tables>({ dialect: postgresDialect(lending(client)) })), isSigned, known),
      },
    }
  },
  store: async (options) => await (await postgres.place()).open(options),
  field: columnOf,
}

const walk = (reader: Reader, isSigned: IsSigned, known: readonly Checkpoint[]): Promise<Verdict> =>
  verifyChain(reader, isSigned, known, () => Promise.resolve())

function closedWithTest(store: Store): Store {
  onTestFinished(() => store.close())
  return store
}

function closedLater(database: DatabaseSync): DatabaseSync {
  onTestFinished(() => database.close())
  return database
}

const lacking = await lackingDatabase()

/** The same promises for every engine. Those of PostgreSQL are skipped, with the reason in their name, where there is no server. */
export function onEveryEngine(promises: (engine: Engine) => void): void {
  describe('SQLite', () => {
    promises(sqlite)
  })
  onPostgres(promises)
}

/** Promises of PostgreSQL alone. */
export function onPostgres(promises: (engine: Engine) => void): void {
  const reason = lacking === undefined ? '' : ` (${lacking})`
  describe.skipIf(lacking !== undefined)(`PostgreSQL${reason}`, () => {
    afterAll(dropDatabase)
    promises(postgres)
  })
}

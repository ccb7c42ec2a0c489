import { sql, type Kysely } from 'kysely'
import type { Reader } from '../engine/reader.ts'
import type { Tables } from '../engine/tables.ts'

/** Reads over a SQLite connection. A column is UTF-8 and cannot hold half a character, as JSON can. */
export function sqliteReader(db: Kysely<Tables>): Reader {
  return {
    db,
    field: (name, table = 'audits') => sql<string>`${sql.ref(`${table}.record`)} ->> ${sql.lit(`$.${name}`)}`,
    copies: [],
    kept: (text) => text.toWellFormed(),
  }
}

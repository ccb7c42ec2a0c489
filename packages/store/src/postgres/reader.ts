import { sql, type Kysely } from 'kysely'
import type { Reader } from '../engine/reader.ts'
import type { Tables } from '../engine/tables.ts'
import { copies } from './copies.ts'

/** A text as a column can keep it: half a character and NUL are what PostgreSQL has no way to say. */
export const kept = (text: string): string => text.toWellFormed().replaceAll('\0', '\ufffd')

/** Reads over PostgreSQL, where what is searched for stands in columns of its own. */
export function postgresReader(db: Kysely<Tables>): Reader {
  return {
    db,
    field: (name, table = 'audits') => sql<string>`${sql.ref(`${table}.${columnOf(name)}`)}`,
    copies,
    kept,
  }
}

/** The column that repeats this part of a record. */
export const columnOf = (part: string): string => copies.find(([, one]) => one === part)?.[0] ?? part

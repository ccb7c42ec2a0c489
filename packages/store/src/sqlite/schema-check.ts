import type { DatabaseSync } from 'node:sqlite'
import { strayNames } from '../engine/stray-names.ts'

/** What a database consists of, by name: how each part was made. */
export type Schema = ReadonlyMap<string, string>

// what ANALYZE leaves; it holds counts and does nothing
const statistics = new Set(['table sqlite_stat1', 'table sqlite_stat4'])

/**
 * Which parts of a database are not as our own steps make them: a trigger or a view could drop records, or copy them. The names are from the
 * file and made harmless.
 */
export function strayParts(database: DatabaseSync, expected: Schema): readonly string[] {
  return strayNames(schemaOf(database), expected)
}

/** The schema of a database as it is. */
export function schemaOf(database: DatabaseSync): Schema {
  const rows = database.prepare('SELECT type, name, tbl_name, sql FROM sqlite_master').all()
  const parts = rows.map(
    (row) => [`${String(row['type'])} ${String(row['name'])}`, `${String(row['tbl_name'])}: ${plain(row['sql'])}`] as const,
  )
  return new Map(parts.filter(([name]) => !statistics.has(name)))
}

/** The same text for two that differ in quotes, case and space alone. */
const plain = (sql: unknown): string => String(sql).replaceAll('"', '').replaceAll(/\s+/g, ' ').toLowerCase()

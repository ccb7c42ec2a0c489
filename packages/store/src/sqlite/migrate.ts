import type { DatabaseSync } from 'node:sqlite'
import type { Kysely } from 'kysely'
import { DEFAULT_MIGRATION_TABLE, Migrator } from 'kysely/migration'
import { ConciergeError } from '@cx-concierge/contract'
import { migrations } from './migrations.ts'
import type { Tables } from './tables.ts'

/**
 * Brings the schema up to date in one transaction; several processes may do so at once. Throws `CONFIG_INVALID` when the file
 * was written by a newer version than this one.
 */
export async function migrate(database: DatabaseSync, kysely: Kysely<Tables>): Promise<void> {
  // Taken before the first look, so that a second process waits here and then finds nothing left to do.
  database.exec('BEGIN IMMEDIATE')
  try {
    refuseNewer(database)
    const migrator = new Migrator({ db: kysely, provider: { getMigrations: () => Promise.resolve({ ...migrations }) } })
    const { error } = await migrator.migrateToLatest({ disableTransactions: true })
    if (error !== undefined) throw error
    database.exec('COMMIT')
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK')
    throw error
  }
}

function refuseNewer(database: DatabaseSync): void {
  const table = database.prepare(`SELECT name FROM sqlite_master WHERE type = 'table' AND name = ?`).get(DEFAULT_MIGRATION_TABLE)
  if (table === undefined) return
  const names = database.prepare(`SELECT name FROM ${DEFAULT_MIGRATION_TABLE} ORDER BY name`).all()
  const unknown = names.map((row) => String(row['name'])).filter((name) => !Object.hasOwn(migrations, name))
  if (unknown.length === 0) return
  throw new ConciergeError(
    'CONFIG_INVALID',
    `The record store was written by a newer version of CX Concierge (it has step ${unknown.join(', ')}). Start that version, or give this one another file.`,
  )
}

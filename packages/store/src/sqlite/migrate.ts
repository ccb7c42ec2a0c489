import type { DatabaseSync } from 'node:sqlite'
import type { Kysely } from 'kysely'
import { DEFAULT_MIGRATION_TABLE, Migrator } from 'kysely/migration'
import { ConciergeError } from '@cx-concierge/contract/errors'
import { lackingSteps, refuseLacking, refuseStrays } from '../engine/step-check.ts'
import type { Tables } from '../engine/tables.ts'
import type { Sign } from '../signing.ts'
import { migrationsWith } from './migrations.ts'
import { strayParts, type Schema } from './schema-check.ts'

/**
 * Brings the schema up to date in one transaction; several processes may do so at once. Throws `CONFIG_INVALID` when the file
 * was written by a newer version than this one, or holds anything that our own steps do not make.
 */
export async function migrate(database: DatabaseSync, kysely: Kysely<Tables>, sign: Sign, expected: Schema): Promise<void> {
  // Taken before the first look, so that a second process waits here and then finds nothing left to do.
  database.exec('BEGIN IMMEDIATE')
  try {
    if (!isEmpty(database)) checkSteps(database)
    await migrateToLatest(kysely, sign)
    refuseStrays(strayParts(database, expected))
    database.exec('COMMIT')
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK')
    throw error
  }
}

/** Takes the steps that are lacking. */
export async function migrateToLatest(kysely: Kysely<Tables>, sign: Sign): Promise<void> {
  const migrator = new Migrator({ db: kysely, provider: { getMigrations: () => Promise.resolve({ ...migrationsWith(sign) }) } })
  const { error } = await migrator.migrateToLatest({ disableTransactions: true })
  if (error !== undefined) throw error
}

/** Throws `CONFIG_INVALID` when a file that is only to be read is not a record of this very version. */
export function checkReadable(database: DatabaseSync): void {
  refuseLacking(checkSteps(database))
}

/** The steps that were not taken yet. Throws `CONFIG_INVALID` for what is no record, or a newer one. */
function checkSteps(database: DatabaseSync): readonly string[] {
  const table = database.prepare(`SELECT name FROM sqlite_master WHERE type = 'table' AND name = ?`).get(DEFAULT_MIGRATION_TABLE)
  if (table === undefined)
    throw new ConciergeError('CONFIG_INVALID', 'The file is a database of something else, not the records of CX Concierge.')
  const names = database.prepare(`SELECT name FROM ${DEFAULT_MIGRATION_TABLE} ORDER BY name`).all()
  const taken = names.map((row) => String(row['name']))
  return lackingSteps(taken, Object.keys(migrationsWith(() => '')))
}

const isEmpty = (database: DatabaseSync): boolean => database.prepare('SELECT 1 FROM sqlite_master').get() === undefined

import { DatabaseSync } from 'node:sqlite'
import { Kysely } from 'kysely'
import { dialectOver } from './dialect.ts'
import { migrateToLatest } from './migrate.ts'
import { inMemory } from './open-database.ts'
import { schemaOf, type Schema } from './schema-check.ts'
import type { Tables } from '../engine/tables.ts'

/** The schema our own steps make, exactly. */
export async function expectedSchema(): Promise<Schema> {
  using database = new DatabaseSync(inMemory)
  await migrateToLatest(new Kysely<Tables>({ dialect: dialectOver(database) }), () => '')
  return schemaOf(database)
}

import type { ClientBase } from 'pg'
import { Kysely } from 'kysely'
import { DEFAULT_MIGRATION_TABLE, Migrator } from 'kysely/migration'
import { ConciergeError } from '@cx-concierge/contract/errors'
import { lackingSteps, refuseLacking, refuseStrays } from '../engine/step-check.ts'
import { strayNames } from '../engine/stray-names.ts'
import { dialectOver, lending } from './dialect.ts'
import { expectedParts } from './expected-parts.ts'
import { migrationsIn } from './migrations.ts'
import { schemaParts } from './schema-parts.ts'

/**
 * Brings the schema up to date in one transaction; several processes may do so at once. Throws `CONFIG_INVALID` when a newer version wrote there, or
 * when it holds anything that our own steps do not make.
 */
export async function migrate(client: ClientBase, schema: string): Promise<void> {
  await client.query('BEGIN')
  try {
    // taken before the first look, so that a second process waits here and then finds nothing left to do
    await client.query(`SELECT pg_advisory_xact_lock(hashtext('cx-concierge/schema/' || $1))`, [schema])
    const before = await schemaParts(client, schema)
    if (before.size === 0 || (await lacking(client, schema)).length > 0) await takeSteps(client, schema)
    await refuseOthersParts(client, schema)
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined)
    throw error
  }
}

/** Throws `CONFIG_INVALID` when what is only to be read, or was ours a moment ago, is not a record of this very version. */
export async function checkRecord(client: ClientBase, schema: string): Promise<void> {
  refuseLacking(await lacking(client, schema))
  await refuseOthersParts(client, schema)
}

/** Which parts of the schema are not ours, or not as we made them. */
export async function strayParts(client: ClientBase, schema: string): Promise<readonly string[]> {
  return strayNames(await schemaParts(client, schema), expectedParts)
}

async function refuseOthersParts(client: ClientBase, schema: string): Promise<void> {
  refuseStrays(await strayParts(client, schema))
}

async function lacking(client: ClientBase, schema: string): Promise<readonly string[]> {
  const found = await client.query('SELECT to_regclass($1) IS NOT NULL AS there', [`${schema}.${DEFAULT_MIGRATION_TABLE}`])
  const [row] = found.rows as readonly { readonly there: boolean }[]
  if (row?.there !== true)
    throw new ConciergeError(
      'CONFIG_INVALID',
      `The database has no records of CX Concierge in its schema ${schema}, or something else is there.`,
    )
  const taken = await client.query<{ name: string }>(`SELECT name FROM ${schema}.${DEFAULT_MIGRATION_TABLE} ORDER BY name`)
  return lackingSteps(
    taken.rows.map(({ name }) => name),
    Object.keys(migrationsIn(schema)),
  )
}

async function takeSteps(client: ClientBase, schema: string): Promise<void> {
  const migrator = new Migrator({
    db: new Kysely({ dialect: dialectOver(lending(client)) }),
    migrationTableSchema: schema,
    provider: { getMigrations: () => Promise.resolve({ ...migrationsIn(schema) }) },
  })
  const { error } = await migrator.migrateToLatest({ disableTransactions: true })
  if (error !== undefined) throw error
}

import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { Sign } from '../signing.ts'
import { accountMerged } from '../statements.ts'

/**
 * Every step the schema ever took, by name, in alphabetical order. A step that was released is never changed; the next one is added. What a
 * step finds and nobody had signed, it signs.
 */
export const migrationsWith = (sign: Sign): Readonly<Record<string, Migration>> => ({
  '0001-audit-and-decisions': { up: createAuditAndDecisions },
  '0002-persons-and-removals': { up: createPersonsAndRemovals },
  '0003-salted-bodies-and-signed-redirects': { up: (db) => saltBodiesAndSignRedirects(db, sign) },
})

async function createAuditAndDecisions(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('audits')
    .addColumn('seq', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('tool', 'text', (column) => column.notNull())
    .addColumn('customer', 'text')
    .addColumn('decision_id', 'text')
    .addColumn('record', 'text', (column) => column.notNull())
    .addColumn('config_change', 'text')
    .addColumn('body_sha256', 'text')
    .addColumn('link', 'text', (column) => column.notNull())
    .execute()
  await db.schema.createIndex('audits_by_time').on('audits').column('at').execute()
  await db.schema.createIndex('audits_by_customer').on('audits').columns(['customer', 'at']).where('customer', 'is not', null).execute()
  await db.schema.createIndex('audits_by_decision').on('audits').column('decision_id').where('decision_id', 'is not', null).execute()
  await db.schema
    .createTable('bodies')
    .addColumn('sha256', 'text', (column) => column.primaryKey())
    .addColumn('body', 'text', (column) => column.notNull())
    .execute()
  await db.schema
    .createTable('redirects')
    .addColumn('from_account', 'text', (column) => column.notNull().primaryKey())
    .addColumn('to_account', 'text', (column) => column.notNull())
    .modifyEnd(sql`without rowid`)
    .execute()
}

async function createPersonsAndRemovals(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('audits').addColumn('kind', 'text').execute()
  // the ordinary line of a warm call is left out, so that it costs nothing
  await db.schema.createIndex('audits_by_kind').on('audits').column('kind').where('kind', '<>', sql.lit('call')).execute()
  await db.schema.createIndex('audits_by_body').on('audits').column('body_sha256').where('body_sha256', 'is not', null).execute()
  await db.schema.alterTable('bodies').addColumn('forgotten', 'text').execute()
  await db.schema
    .createTable('persons')
    .addColumn('pseudonym', 'text', (column) => column.notNull().primaryKey())
    .addColumn('identifier', 'text')
    .addColumn('month', 'text', (column) => column.notNull())
    .addColumn('salt', 'text')
    .addColumn('forgotten', 'text')
    .modifyEnd(sql`without rowid`)
    .execute()
  await db.schema
    .createIndex('persons_by_identifier')
    .unique()
    .on('persons')
    .columns(['identifier', 'month'])
    .where('identifier', 'is not', null)
    .execute()
  await db.schema
    .createTable('chain_start')
    .addColumn('seq', 'integer', (column) => column.notNull())
    .addColumn('link', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('signature', 'text', (column) => column.notNull())
    .execute()
}

async function saltBodiesAndSignRedirects(db: Kysely<unknown>, sign: Sign): Promise<void> {
  await db.schema.alterTable('bodies').addColumn('salt', 'text').execute()
  await db.schema.alterTable('bodies').addColumn('digest', 'text').execute()
  await db.schema.createIndex('bodies_by_digest').unique().on('bodies').column('digest').where('digest', 'is not', null).execute()
  await db.schema
    .createTable('key_marks')
    .addColumn('name', 'text', (column) => column.notNull().primaryKey())
    .addColumn('mark', 'text', (column) => column.notNull())
    .modifyEnd(sql`without rowid`)
    .execute()
  await db.schema.alterTable('redirects').addColumn('signature', 'text').execute()
  const redirects = await sql<{ from_account: string; to_account: string }>`SELECT from_account, to_account FROM redirects`.execute(db)
  for (const { from_account: from, to_account: to } of redirects.rows) {
    await sql`UPDATE redirects SET signature = ${sign('redirect', accountMerged(from, to))} WHERE from_account = ${from}`.execute(db)
  }
}

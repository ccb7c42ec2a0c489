import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import { copies } from './copies.ts'

/** Every step the schema ever took, by name, in alphabetical order. A step that was released is never changed; the next one is added. */
export const migrationsIn = (schema: string): Readonly<Record<string, Migration>> => ({
  '0001-records': { up: (db: Kysely<unknown>) => createRecords(db.withSchema(schema), schema) },
})

async function createRecords(db: Kysely<unknown>, schema: string): Promise<void> {
  let audits = db.schema
    .createTable('audits')
    .addColumn('seq', 'bigint', (column) => column.primaryKey())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('at', 'double precision', (column) => column.notNull())
    .addColumn('tool', 'text', (column) => column.notNull())
    .addColumn('customer', 'text')
    .addColumn('decision_id', 'text')
    .addColumn('record', 'text', (column) => column.notNull())
    .addColumn('config_change', 'text')
    .addColumn('body_sha256', 'text')
    .addColumn('link', 'text', (column) => column.notNull())
  for (const [column] of copies) audits = audits.addColumn(column, 'text')
  await audits.execute()
  await db.schema.createIndex('audits_by_time').on('audits').column('at').execute()
  await db.schema.createIndex('audits_by_customer').on('audits').columns(['customer', 'at']).where('customer', 'is not', null).execute()
  for (const [name, column] of [
    ['audits_by_decision', 'decision_id'],
    ['audits_by_body', 'body_sha256'],
    ['audits_by_subject', 'subject'],
    ['audits_by_account', 'account_id'],
    ['audits_by_email', 'email'],
  ] as const) {
    await db.schema.createIndex(name).on('audits').column(column).where(column, 'is not', null).execute()
  }
  const isCall = sql<boolean>`kind = 'call'`
  await db.schema
    .createIndex('audits_by_kind')
    .on('audits')
    .column('kind')
    .where(sql<boolean>`NOT ${isCall}`)
    .execute()
  await db.schema
    .createIndex('audits_by_call')
    .on('audits')
    .column('call_id')
    .where(sql<boolean>`NOT ${isCall}`)
    .execute()
  await db.schema
    .createTable('bodies')
    .addColumn('sha256', 'text', (column) => column.primaryKey())
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('forgotten', 'text')
    .addColumn('salt', 'text')
    .addColumn('digest', 'text')
    .execute()
  await db.schema.createIndex('bodies_by_digest').unique().on('bodies').column('digest').where('digest', 'is not', null).execute()
  await db.schema
    .createTable('persons')
    .addColumn('pseudonym', 'text', (column) => column.primaryKey())
    .addColumn('identifier', 'text')
    .addColumn('month', 'text', (column) => column.notNull())
    .addColumn('salt', 'text')
    .addColumn('forgotten', 'text')
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
    .addColumn('seq', 'bigint', (column) => column.notNull())
    .addColumn('link', 'text', (column) => column.notNull())
    .addColumn('at', 'double precision', (column) => column.notNull())
    .addColumn('signature', 'text', (column) => column.notNull())
    .execute()
  await db.schema
    .createTable('redirects')
    .addColumn('from_account', 'text', (column) => column.primaryKey())
    .addColumn('to_account', 'text', (column) => column.notNull())
    .addColumn('signature', 'text')
    .execute()
  await db.schema
    .createTable('key_marks')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('mark', 'text', (column) => column.notNull())
    .execute()
  await createHead(db, schema)
}

/** Where the chain ends, how often something was taken away, and up to where each spool has been taken over. */
async function createHead(db: Kysely<unknown>, schema: string): Promise<void> {
  await db.schema
    .createTable('chain_head')
    .addColumn('seq', 'bigint', (column) => column.notNull())
    .addColumn('link', 'text', (column) => column.notNull())
    .addColumn('removals', 'bigint', (column) => column.notNull())
    .execute()
  await sql`INSERT INTO ${sql.id(schema, 'chain_head')} (seq, link, removals) VALUES (0, '', 0)`.execute(db)
  await db.schema
    .createTable('spools')
    .addColumn('spool', 'text', (column) => column.primaryKey())
    .addColumn('through', 'bigint', (column) => column.notNull())
    .execute()
}

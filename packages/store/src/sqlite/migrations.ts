import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * Every step the schema ever took, by name, in alphabetical order. A step that was released is never changed; the next one is added.
 */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-audit-and-decisions': { up: createAuditAndDecisions },
}

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

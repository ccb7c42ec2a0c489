import type { Kysely, NotNull } from 'kysely'
import type { AuditRecord, RecordedDecision } from '../records.ts'
import { mostAudits, type AuditQuery } from '../store.ts'
import type { Question } from './messages.ts'
import type { Tables } from './tables.ts'
import { verifyChain } from './verify-chain.ts'

/** Answers a question about what is kept. */
export function answerQuestion(db: Kysely<Tables>, question: Question): Promise<unknown> {
  switch (question.name) {
    case 'decided':
      return findDecided(db, question.argument)
    case 'audits':
      return listAudits(db, question.argument)
    case 'verify':
      return verifyChain(db, question.argument)
    case 'redirects':
    default:
      return listRedirects(db)
  }
}

async function findDecided(db: Kysely<Tables>, decisionId: string): Promise<RecordedDecision | undefined> {
  const row = await db
    .selectFrom('audits')
    .innerJoin('bodies', 'bodies.sha256', 'audits.body_sha256')
    .select(['record', 'config_change', 'body'])
    .where('decision_id', '=', decisionId)
    .orderBy('seq')
    .limit(1)
    .$narrowType<{ config_change: NotNull }>()
    .executeTakeFirst()
  return row && { audit: parse(row.record), configChange: row.config_change, body: row.body }
}

async function listAudits(db: Kysely<Tables>, query: AuditQuery): Promise<AuditRecord[]> {
  let select = db.selectFrom('audits').select('record')
  if (query.from !== undefined) select = select.where('at', '>=', query.from)
  if (query.to !== undefined) select = select.where('at', '<', query.to)
  if (query.customer !== undefined) select = select.where('customer', '=', query.customer)
  if (query.tool !== undefined) select = select.where('tool', '=', query.tool)
  const limit = Math.min(Math.max(Math.trunc(query.limit), 0), mostAudits)
  const rows = await select.orderBy('at', 'desc').orderBy('seq', 'desc').limit(limit).execute()
  return rows.map((row) => parse(row.record))
}

async function listRedirects(db: Kysely<Tables>): Promise<ReadonlyMap<string, string>> {
  const rows = await db.selectFrom('redirects').selectAll().execute()
  return new Map(rows.map((row) => [row.from_account, row.to_account]))
}

function parse(record: string): AuditRecord {
  const parsed: AuditRecord = JSON.parse(record)
  return parsed
}

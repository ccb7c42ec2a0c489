import type { Kysely } from 'kysely'
import type { AuditRecord, DecisionRecord } from '../records.ts'
import { mostAudits, type AuditQuery } from '../store.ts'
import type { Question } from './messages.ts'
import type { Tables } from './tables.ts'
import { verifyChain } from './verify-chain.ts'

/** Answers a question about what is kept. */
export function answerQuestion(db: Kysely<Tables>, question: Question): Promise<unknown> {
  switch (question.name) {
    case 'decision':
      return findDecision(db, question.argument)
    case 'auditOf':
      return findAudit(db, question.argument)
    case 'audits':
      return listAudits(db, question.argument)
    case 'verify':
      return verifyChain(db, question.argument)
    case 'redirects':
    default:
      return listRedirects(db)
  }
}

async function findDecision(db: Kysely<Tables>, id: string): Promise<DecisionRecord | undefined> {
  return db
    .selectFrom('decisions')
    .innerJoin('bodies', 'bodies.sha256', 'decisions.body_sha256')
    .select(['id', 'at', 'tool', 'config_change as configChange', 'body'])
    .where('id', '=', id)
    .executeTakeFirst()
}

async function findAudit(db: Kysely<Tables>, decisionId: string): Promise<AuditRecord | undefined> {
  const row = await db
    .selectFrom('audits')
    .select('record')
    .where('decision_id', '=', decisionId)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && parse(row.record)
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

import type { Kysely, NotNull } from 'kysely'
import { chainStart } from '../chain.ts'
import type { AuditRecord, FoundRecord, RecordedDecision } from '../records.ts'
import type { Checkpoint } from '../store.ts'
import { findEnds, findLines } from './find-lines.ts'
import type { Question } from './messages.ts'
import { withPersons } from './persons-of.ts'
import { isOwnRedirect, readRedirects } from './redirect-check.ts'
import type { Tables } from './tables.ts'
import { verifyRecord, type ProvableRecord } from './verify-record.ts'

/** Answers a question about what is kept. */
export async function answerQuestion(db: Kysely<Tables>, record: ProvableRecord, question: Question): Promise<unknown> {
  switch (question.name) {
    case 'decided':
      return findDecided(db, question.argument)
    case 'audits':
      return (await findEnds(db, question.argument)).map(toAudit)
    case 'lines':
      return findLines(db, question.argument)
    case 'verify':
      return verifyRecord(record, question.argument)
    case 'newestBefore':
      return findNewestBefore(db, question.argument)
    case 'head':
      return findHead(db)
    case 'redirects':
    default:
      return listRedirects(db, record)
  }
}

async function findDecided(db: Kysely<Tables>, decisionId: string): Promise<RecordedDecision | undefined> {
  const row = await db
    .selectFrom('audits')
    .innerJoin('bodies', 'bodies.sha256', 'audits.body_sha256')
    .select(['seq', 'kind', 'record', 'config_change', 'body'])
    .where('decision_id', '=', decisionId)
    .where('bodies.forgotten', 'is', null)
    .orderBy('seq')
    .limit(1)
    .$narrowType<{ config_change: NotNull }>()
    .executeTakeFirst()
  if (row === undefined) return undefined
  const [found] = await withPersons(db, [row])
  return found && { audit: toAudit(found), configChange: row.config_change, body: row.body }
}

async function findHead(db: Kysely<Tables>): Promise<Checkpoint> {
  const last = await db.selectFrom('audits').select(['seq', 'link']).orderBy('seq', 'desc').limit(1).executeTakeFirst()
  return last ?? (await db.selectFrom('chain_start').select(['seq', 'link']).executeTakeFirst()) ?? { seq: 0, link: chainStart }
}

async function findNewestBefore(db: Kysely<Tables>, at: number): Promise<number | undefined> {
  const row = await db
    .selectFrom('audits')
    .select((select) => select.fn.max('at').as('newest'))
    .where('at', '<', at)
    .executeTakeFirst()
  // a blank line has no moment
  return row?.newest === 0 ? undefined : (row?.newest ?? undefined)
}

async function listRedirects(db: Kysely<Tables>, { isSigned }: ProvableRecord): Promise<ReadonlyMap<string, string>> {
  const rows = (await readRedirects(db)).filter((redirect) => isOwnRedirect(redirect, isSigned))
  return new Map(rows.map((row) => [row.from_account, row.to_account]))
}

function toAudit({ seq: _seq, kind: _kind, ...record }: FoundRecord): AuditRecord {
  return record as AuditRecord
}

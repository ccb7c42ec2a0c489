import type { NotNull } from 'kysely'
import { chainStart } from '../chain.ts'
import type { AuditRecord, FoundRecord, RecordedDecision } from '../records.ts'
import type { IsSigned } from '../signing.ts'
import type { Checkpoint, Verdict } from '../store.ts'
import { findEnds, findLines } from './find-lines.ts'
import { withPersons } from './persons-of.ts'
import type { Reader } from './reader.ts'
import { isOwnRedirect, readRedirects } from './redirect-check.ts'
import type { Question } from './requests.ts'

/** A record that can be asked. */
export interface AskedRecord {
  readonly reader: Reader
  readonly isSigned: IsSigned
  /** The proof, which each engine brings about in its own way. */
  readonly verify: (known: readonly Checkpoint[]) => Promise<Verdict>
}

/** Answers a question about what is kept. */
export async function answerQuestion({ reader, isSigned, verify }: AskedRecord, question: Question): Promise<unknown> {
  switch (question.name) {
    case 'decided':
      return findDecided(reader, question.argument)
    case 'audits':
      return (await findEnds(reader, question.argument)).map(toAudit)
    case 'lines':
      return findLines(reader, question.argument)
    case 'verify':
      return verify(question.argument)
    case 'newestBefore':
      return findNewestBefore(reader, question.argument)
    case 'head':
      return findHead(reader)
    case 'redirects':
    default:
      return listRedirects(reader, isSigned)
  }
}

async function findDecided({ db, kept }: Reader, decisionId: string): Promise<RecordedDecision | undefined> {
  const row = await db
    .selectFrom('audits')
    .innerJoin('bodies', 'bodies.sha256', 'audits.body_sha256')
    .select(['seq', 'kind', 'record', 'config_change', 'body'])
    .where('decision_id', '=', kept(decisionId))
    .where('bodies.forgotten', 'is', null)
    .orderBy('seq')
    .limit(1)
    .$narrowType<{ config_change: NotNull }>()
    .executeTakeFirst()
  if (row === undefined) return undefined
  const [found] = await withPersons(db, [row])
  return found && { audit: toAudit(found), configChange: row.config_change, body: row.body }
}

async function findHead({ db }: Reader): Promise<Checkpoint> {
  const last = await db.selectFrom('audits').select(['seq', 'link']).orderBy('seq', 'desc').limit(1).executeTakeFirst()
  return last ?? (await db.selectFrom('chain_start').select(['seq', 'link']).executeTakeFirst()) ?? { seq: 0, link: chainStart }
}

async function findNewestBefore({ db }: Reader, at: number): Promise<number | undefined> {
  const row = await db
    .selectFrom('audits')
    .select((select) => select.fn.max('at').as('newest'))
    .where('at', '<', at)
    .executeTakeFirst()
  // a blank line has no moment
  return row?.newest === 0 ? undefined : (row?.newest ?? undefined)
}

async function listRedirects({ db }: Reader, isSigned: IsSigned): Promise<ReadonlyMap<string, string>> {
  const rows = (await readRedirects(db)).filter((redirect) => isOwnRedirect(redirect, isSigned))
  return new Map(rows.map((row) => [row.from_account, row.to_account]))
}

function toAudit({ seq: _seq, kind: _kind, ...record }: FoundRecord): AuditRecord {
  return record as AuditRecord
}

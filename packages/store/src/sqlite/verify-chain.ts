import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Kysely } from 'kysely'
import type { AuditRecord } from '../records.ts'
import type { Checkpoint, Verdict } from '../store.ts'
import { chainStart, decisionPrint, nextLink, sha256 } from './chain.ts'
import type { Tables } from './tables.ts'

/** Records read at once; between two pages other work gets its turn. */
const page = 500

/** Recomputes every link from the first record on. */
export async function verifyChain(db: Kysely<Tables>, known: Checkpoint | undefined): Promise<Verdict> {
  let head: Checkpoint = { seq: 0, link: chainStart }
  for (;;) {
    const rows = await readAfter(db, head.seq)
    if (rows.length === 0) break
    for (const row of rows) {
      const link = nextLink(head.link, row.record, row.decision_print)
      const sound = row.seq === head.seq + 1 && row.link === link && columnsAgree(row) && decisionAgrees(row)
      if (!sound || (row.seq === known?.seq && known.link !== link)) return { intact: false, firstBad: head.seq + 1 }
      head = { seq: row.seq, link }
    }
    await nextTurn()
  }
  if (known !== undefined && known.seq > head.seq) return { intact: false, firstBad: head.seq + 1 }
  return { intact: true, head }
}

type Row = Awaited<ReturnType<typeof readAfter>>[number]

function readAfter(db: Kysely<Tables>, seq: number) {
  return db
    .selectFrom('audits')
    .leftJoin('decisions', 'decisions.id', 'audits.decision_id')
    .leftJoin('bodies', 'bodies.sha256', 'decisions.body_sha256')
    .select(['seq', 'audits.at', 'audits.tool', 'customer', 'decision_id', 'record', 'decision_print', 'link'])
    .select(['decisions.at as decidedAt', 'decisions.tool as decidedTool', 'config_change', 'body'])
    .where('seq', '>', seq)
    .orderBy('seq')
    .limit(page)
    .execute()
}

/** The columns that are searched must say what the record says, or a changed one could hide it. */
function columnsAgree(row: Row): boolean {
  const record = parse(row.record)
  return (
    record !== undefined &&
    record.at === row.at &&
    record.tool === row.tool &&
    (record.customer ?? null) === row.customer &&
    (record.decisionId ?? null) === row.decision_id
  )
}

function decisionAgrees(row: Row): boolean {
  const { decision_id, decision_print, decidedAt, decidedTool, config_change, body } = row
  if (decision_print === null) return true
  if (decision_id === null || decidedAt === null || decidedTool === null || config_change === null || body === null) return false
  return decisionPrint([decision_id, decidedAt, decidedTool, config_change], sha256(body)) === decision_print
}

function parse(record: string): AuditRecord | undefined {
  try {
    const parsed: AuditRecord = JSON.parse(record)
    return parsed
  } catch {
    return undefined
  }
}

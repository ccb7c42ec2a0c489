import { setImmediate as nextTurn } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import type { Kysely } from 'kysely'
import type { AuditRecord } from '../records.ts'
import type { Checkpoint, Verdict } from '../store.ts'
import { chainStart, nextLink, sha256 } from './chain.ts'
import { searchedOf } from './row.ts'
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
      const link = nextLink(head.link, row.record, row.config_change, row.body_sha256)
      const sound = row.seq === head.seq + 1 && row.link === link && columnsAgree(row) && bodyAgrees(row)
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
    .leftJoin('bodies', 'bodies.sha256', 'audits.body_sha256')
    .select(['seq', 'at', 'tool', 'customer', 'decision_id', 'record', 'config_change', 'body_sha256', 'link', 'body'])
    .where('seq', '>', seq)
    .orderBy('seq')
    .limit(page)
    .execute()
}

/** The columns that are searched must say what the record says, or a changed one could hide it. */
function columnsAgree({ record, at, tool, customer, decision_id }: Row): boolean {
  try {
    const parsed: AuditRecord = JSON.parse(record)
    return isDeepStrictEqual(searchedOf(parsed), [at, tool, customer, decision_id])
  } catch {
    return false
  }
}

function bodyAgrees({ body_sha256, body }: Row): boolean {
  return body_sha256 === null || (body !== null && sha256(body) === body_sha256)
}

import type { DatabaseSync } from 'node:sqlite'
import { monthOf } from '../pseudonym.ts'
import type { SweepTurn, SweepTurnDone } from '../store.ts'
import type { Blank } from './blank.ts'
import { inTransaction } from './in-transaction.ts'

const linesPerTurn = 2_000

/** One turn of removing what has been kept long enough: looks at a bounded number of lines and returns where to go on. */
export function createSweep(database: DatabaseSync, blank: Blank): (turn: SweepTurn) => SweepTurnDone {
  const ends = database.prepare('SELECT min(seq) AS first, max(seq) AS last FROM audits')
  const oldest = database.prepare('SELECT min(at) AS at FROM audits WHERE seq > ? AND seq <= ? AND at <> 0')
  const tooOld = database.prepare(
    `SELECT seq, link FROM audits WHERE seq > ? AND seq <= ? AND (kind IS NULL OR kind IN ('call', 'begin', 'end', 'refused_tokens'))
     AND (at < ? OR (at < ? AND (kind = 'refused_tokens' OR record ->> '$.outcome' = 'refused'))) ORDER BY seq`,
  )
  const bodiesOf = database.prepare(
    'SELECT DISTINCT body_sha256 AS sha256 FROM audits WHERE seq > ? AND seq <= ? AND at < ? AND body_sha256 IS NOT NULL',
  )
  const stillNeeded = database.prepare('SELECT 1 FROM audits WHERE body_sha256 = ? AND at >= ? LIMIT 1')
  const dropBody = database.prepare('DELETE FROM bodies WHERE sha256 = ?')
  const lastDecided = database.prepare(
    'SELECT max(seq) AS seq FROM audits WHERE seq > ? AND seq <= ? AND at < ? AND body_sha256 IS NOT NULL',
  )
  const dropPersons = database.prepare('DELETE FROM persons WHERE month < ?')
  const named = `kind IS NULL OR kind IN ('call', 'begin', 'end')`
  const oldestNamed = database.prepare(`SELECT at FROM audits WHERE at <> 0 AND (${named}) ORDER BY at LIMIT 1`)

  function dropBodies(after: number, through: number, before: number): { dropped: number; decisionsThrough: number } {
    let dropped = 0
    for (const { sha256 } of bodiesOf.all(after, through, before)) {
      if (sha256 === undefined || stillNeeded.get(sha256, before) !== undefined) continue
      dropped += Number(dropBody.run(sha256).changes)
    }
    return { dropped, decisionsThrough: dropped === 0 ? 0 : Number(lastDecided.get(after, through, before)?.['seq'] ?? 0) }
  }

  return ({ after, at, answeredBefore, refusedBefore, decisionsBefore }) => {
    const { first, last } = ends.get() ?? {}
    const from = Math.max(after, Number(first ?? 1) - 1)
    const through = from + linesPerTurn
    const newest = Math.max(answeredBefore, refusedBefore, decisionsBefore)
    const ahead = oldest.get(from, through)?.['at']
    const done = typeof last !== 'number' || through >= last || (typeof ahead === 'number' && ahead >= newest)
    let removed = 0
    inTransaction(database, () => {
      const { dropped, decisionsThrough } = dropBodies(from, through, Math.max(decisionsBefore, answeredBefore))
      const lines = tooOld.all(from, through, answeredBefore, refusedBefore) as { seq: number; link: string }[]
      if (lines.length > 0 || dropped > 0) blank(lines, { at, why: 'kept_long_enough', decisionsThrough })
      // a clock that once went wrong may have left old moments among young ones: whoever stands in a line stays
      if (done) dropPersons.run(monthOf(Math.min(answeredBefore, Number(oldestNamed.get()?.['at'] ?? answeredBefore))))
      removed = lines.length + dropped
    })
    return { after: through, removed, done }
  }
}

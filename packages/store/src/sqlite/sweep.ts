import type { DatabaseSync } from 'node:sqlite'
import { monthOf } from '../pseudonym.ts'
import type { SweepTurn, SweepTurnDone } from '../store.ts'
import type { Blank, PlacedLine } from './blank.ts'
import { inTransaction } from './in-transaction.ts'
import { createStillNamed } from './still-named.ts'

const linesPerTurn = 2_000
// the end of a call stands under the pseudonyms of its beginning, which may be of the month before
const longestCallMs = 86_400_000

const isRefused = `(kind = 'refused_tokens' OR coalesce(record ->> '$.outcome', '') = 'refused')`

/** One turn of removing what has been kept long enough: looks at a bounded number of lines and returns where to go on. */
export function createSweep(database: DatabaseSync, blank: Blank): (turn: SweepTurn) => SweepTurnDone {
  const ends = database.prepare('SELECT min(seq) AS first, max(seq) AS last FROM audits')
  const oldest = database.prepare('SELECT min(at) AS at FROM audits WHERE seq > ? AND seq <= ? AND at <> 0')
  const tooOld = database.prepare(
    `SELECT seq, link, body_sha256 FROM audits WHERE seq > ?1 AND seq <= ?2 AND (kind IS NULL OR kind IN ('call', 'begin', 'end', 'refused_tokens'))
     AND at < CASE WHEN ${isRefused} THEN ?4 ELSE ?3 END ORDER BY seq`,
  )
  const bodiesOf = database.prepare(
    'SELECT DISTINCT body_sha256 FROM audits WHERE seq > ? AND seq <= ? AND at < ? AND body_sha256 IS NOT NULL',
  )
  const stillNeeded = database.prepare('SELECT 1 FROM audits WHERE body_sha256 = ? AND at >= ? LIMIT 1')
  const dropBody = database.prepare('DELETE FROM bodies WHERE sha256 = ?')
  const named = createStillNamed(database)

  /** Removes the bodies that only old lines have. Any line may have them, in this turn's window or not: that it is old excuses it. */
  function dropBodies(names: Iterable<unknown>, before: number): number {
    let dropped = 0
    for (const name of new Set(names)) {
      if (typeof name !== 'string' || stillNeeded.get(name, before) !== undefined) continue
      dropped += Number(dropBody.run(name).changes)
    }
    return dropped
  }

  return ({ after, at, answeredBefore, refusedBefore, decisionsBefore }) => {
    let turn: SweepTurnDone = { after, removed: 0, done: true }
    inTransaction(database, () => {
      const { first, last } = ends.get() ?? {}
      const from = Math.max(after, Number(first ?? 1) - 1)
      const through = from + linesPerTurn
      const newest = Math.max(answeredBefore, refusedBefore, decisionsBefore)
      const done = typeof last !== 'number' || through >= last
      if (after === 0) named.clear()
      const ahead = oldest.get(from, through)?.['at']
      let removed = 0
      if (typeof ahead === 'number' && ahead < newest) {
        const lines = tooOld.all(from, through, answeredBefore, refusedBefore) as unknown as (PlacedLine & {
          readonly body_sha256: unknown
        })[]
        const bodies = bodiesOf.all(from, through, decisionsBefore).map((row) => row['body_sha256'])
        blank.empty(lines)
        const dropped = dropBodies([...bodies, ...lines.map((line) => line.body_sha256)], decisionsBefore)
        removed = lines.length + dropped
        if (removed > 0) blank.declare(lines, { at, why: 'kept_long_enough', ...(dropped === 0 ? {} : { decisionsBefore }) })
        named.note(from, through)
      }
      if (done) named.dropOthers(monthOf(newest - longestCallMs))
      turn = { after: through, removed, done }
    })
    return turn
  }
}

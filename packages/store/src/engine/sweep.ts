import { monthOf } from '../pseudonym.ts'
import type { Sign } from '../signing.ts'
import type { SweepTurn, SweepTurnDone } from '../store.ts'
import { declareRemoval, emptyLines, type PlacedLine } from './blank.ts'
import { first, run, type Steps } from './steps.ts'
import type { Words } from './words.ts'

const linesPerTurn = 2_000
const bodiesAtOnce = 200
// the end of a call stands under the pseudonyms of its beginning, which may be of the month before
const longestCallMs = 86_400_000

/** One turn of removing what has been kept long enough: looks at a bounded number of lines and returns where to go on. */
export function* sweep(turn: SweepTurn, words: Words, sign: Sign): Steps<SweepTurnDone> {
  const { after, at, answeredBefore, refusedBefore, decisionsBefore } = turn
  const ends = yield* first('SELECT min(seq) AS first, max(seq) AS last FROM audits')
  const from = Math.max(after, Number(ends?.['first'] ?? 1) - 1)
  const through = from + linesPerTurn
  const newest = Math.max(answeredBefore, refusedBefore, decisionsBefore)
  const last = ends?.['last']
  const done = typeof last !== 'number' || through >= last
  if (after === 0) yield* words.named.clear()
  const oldest = yield* first('SELECT min(at) AS at FROM audits WHERE seq > ?1 AND seq <= ?2 AND at <> 0', from, through)
  const ahead = oldest?.['at']
  let removed = 0
  if (typeof ahead === 'number' && ahead < newest) {
    const isRefused = `(kind = 'refused_tokens' OR coalesce(${words.field('outcome')}, '') = 'refused')`
    const tooOld = yield* run(
      `SELECT seq, link, body_sha256 FROM audits WHERE seq > ?1 AND seq <= ?2
       AND (kind IS NULL OR kind IN ('call', 'begin', 'end', 'refused_tokens'))
       AND ((${isRefused} IS TRUE AND at < ?4) OR (${isRefused} IS NOT TRUE AND at < ?3)) ORDER BY seq`,
      from,
      through,
      answeredBefore,
      refusedBefore,
    )
    const bodies = yield* run(
      'SELECT DISTINCT body_sha256 FROM audits WHERE seq > ?1 AND seq <= ?2 AND at < ?3 AND body_sha256 IS NOT NULL',
      from,
      through,
      decisionsBefore,
    )
    const lines = tooOld.rows as unknown as readonly PlacedLine[]
    yield* emptyLines(lines, words.copies)
    const dropped = yield* dropBodies(
      [...bodies.rows, ...tooOld.rows].map((row) => row['body_sha256']),
      decisionsBefore,
    )
    removed = lines.length + dropped
    if (removed > 0) yield* declareRemoval(lines, { at, why: 'kept_long_enough', ...(dropped === 0 ? {} : { decisionsBefore }) }, sign)
    yield* words.named.note(from, through)
  }
  if (done) yield* words.named.dropOthers(monthOf(newest - longestCallMs))
  return { after: through, removed, done }
}

/** Removes the bodies that only old lines have. Any line may have them, in this turn's window or not: that it is old excuses it. */
function* dropBodies(found: readonly unknown[], before: number): Steps<number> {
  const names = [...new Set(found)].filter((name) => typeof name === 'string')
  const places = Array.from({ length: bodiesAtOnce }, (_, index) => `?${index + 2}`).join(', ')
  let dropped = 0
  for (let start = 0; start < names.length; start += bodiesAtOnce) {
    // the last one is said again until there are enough, so that there is one statement for any number
    const some = Array.from({ length: bodiesAtOnce }, (_, index) => names[Math.min(start + index, names.length - 1)] ?? null)
    const { changes } = yield* run(
      `DELETE FROM bodies WHERE sha256 IN (${places}) AND NOT EXISTS (SELECT 1 FROM audits WHERE body_sha256 = bodies.sha256 AND at >= ?1)`,
      before,
      ...some,
    )
    dropped += changes
  }
  return dropped
}

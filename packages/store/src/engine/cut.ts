import type { Sign } from '../signing.ts'
import { cutThrough } from '../statements.ts'
import { noteLine } from './line.ts'
import { append, first, run, type Steps } from './steps.ts'

/**
 * Takes the oldest lines off, as far as nothing is left in them but numbers, links, and the store's own notes from before this moment. A signed
 * statement takes their place. Returns how many went.
 */
export function* cut({ before, at }: { readonly before: number; readonly at: number }, sign: Sign): Steps<number> {
  const stays = yield* first(
    `SELECT min(seq) AS seq FROM audits WHERE kind IS NULL OR NOT (kind = 'blank' OR (kind IN ('removal', 'forgotten', 'cut') AND at < ?1))`,
    before,
  )
  const last = yield* first(
    'SELECT seq, link FROM audits WHERE seq < ?1 ORDER BY seq DESC LIMIT 1',
    typeof stays?.['seq'] === 'number' ? stays['seq'] : Number.MAX_SAFE_INTEGER,
  )
  if (last === undefined) return 0
  const start = { seq: Number(last['seq']), link: String(last['link']), at }
  yield* append(noteLine('cut', { at, through: start.seq }))
  const { changes } = yield* run('DELETE FROM audits WHERE seq <= ?1', start.seq)
  yield* run('DELETE FROM chain_start')
  const enter = 'INSERT INTO chain_start (seq, link, at, signature) VALUES (?1, ?2, ?3, ?4)'
  yield* run(enter, start.seq, start.link, at, sign('cut', cutThrough(start)))
  return changes
}

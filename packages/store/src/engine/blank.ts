import { chainStart } from '../chain.ts'
import { runsOf, signRemoval, type Removal } from '../removal.ts'
import type { Sign } from '../signing.ts'
import { noteLine } from './line.ts'
import { append, first, run, type Steps } from './steps.ts'

/** What a blanked line holds instead of its record: JSON that says nothing. */
export const blankRecord = 'null'

/** A line, and where it stands in the chain. */
export interface PlacedLine {
  readonly seq: number
  readonly link: string
}

/** Takes everything out of these lines, given in order, but their number and link. `copies`: columns that only some engines have. */
export function* emptyLines(lines: readonly PlacedLine[], copies: readonly string[]): Steps<void> {
  const columns = ['customer', 'decision_id', 'config_change', 'body_sha256', ...copies].map((column) => `${column} = NULL`)
  for (const [from, through] of neighbours(lines)) {
    yield* run(
      `UPDATE audits SET kind = 'blank', at = 0, tool = '', record = '${blankRecord}', ${columns.join(', ')} WHERE seq BETWEEN ?1 AND ?2`,
      from,
      through,
    )
  }
}

/** Says in the record that these lines, given in order, were emptied, or bodies taken away. */
export function* declareRemoval(
  lines: readonly PlacedLine[],
  removal: Omit<Removal, 'runs' | 'decisionsThrough'>,
  sign: Sign,
): Steps<void> {
  const links = new Map<number, string>()
  for (const [from] of neighbours(lines)) {
    const sql = 'SELECT link FROM audits WHERE seq = ?1 UNION ALL SELECT link FROM chain_start WHERE seq = ?1'
    const before = yield* first(sql, from - 1)
    const link = before?.['link']
    links.set(from - 1, typeof link === 'string' ? link : chainStart)
  }
  const runs = runsOf(lines, (seq) => links.get(seq) ?? chainStart)
  yield* append(noteLine('removal', signRemoval({ ...removal, runs, decisionsThrough: 0 }, sign)))
}

/** First and last numbers of lines that follow each other without a gap. */
function neighbours(lines: readonly PlacedLine[]): readonly (readonly [from: number, through: number])[] {
  const found: [number, number][] = []
  for (const { seq } of lines) {
    const open = found.at(-1)
    if (open?.[1] === seq - 1) open[1] = seq
    else found.push([seq, seq])
  }
  return found
}

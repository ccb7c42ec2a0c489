import type { DatabaseSync } from 'node:sqlite'
import { chainStart } from '../chain.ts'
import { runsOf, signRemoval, type Removal } from '../removal.ts'
import type { Sign } from '../signing.ts'
import { noteLine, type Appender } from './appender.ts'

/** What a blanked line holds instead of its record: JSON that says nothing. */
export const blankRecord = 'null'

/** Takes everything out of these lines but their number and link, and says so in the record. Used inside a transaction. */
export type Blank = (
  lines: readonly { readonly seq: number; readonly link: string }[],
  removal: Pick<Removal, 'at' | 'why' | 'decisionsThrough'>,
) => void

/** Prepares the statement once; one per connection. */
export function createBlank(database: DatabaseSync, appender: Appender, sign: Sign): Blank {
  const empty = database.prepare(
    `UPDATE audits SET kind = 'blank', at = 0, tool = '', customer = NULL, decision_id = NULL, record = '${blankRecord}', config_change = NULL, body_sha256 = NULL WHERE seq = ?`,
  )
  const findLink = database.prepare('SELECT link FROM audits WHERE seq = ?1 UNION ALL SELECT link FROM chain_start WHERE seq = ?1')
  const linkOf = (seq: number): string => String(findLink.get(seq)?.['link'] ?? chainStart)
  return (lines, removal) => {
    for (const { seq } of lines) empty.run(seq)
    appender.begin()
    appender.append(noteLine('removal', signRemoval({ ...removal, runs: runsOf(lines, linkOf) }, sign)))
  }
}

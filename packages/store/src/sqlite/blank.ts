import type { DatabaseSync } from 'node:sqlite'
import { chainStart } from '../chain.ts'
import { runsOf, signRemoval, type Removal } from '../removal.ts'
import type { Sign } from '../signing.ts'
import { noteLine, type Appender } from './appender.ts'

/** What a blanked line holds instead of its record: JSON that says nothing. */
export const blankRecord = 'null'

/** A line, and where it stands in the chain. */
export interface PlacedLine {
  readonly seq: number
  readonly link: string
}

/** Takes lines out of the record. Used inside a transaction. */
export interface Blank {
  /** Takes everything out of these lines but their number and link. */
  empty(lines: readonly PlacedLine[]): void
  /** Says in the record that these lines were emptied, or bodies taken away. */
  declare(lines: readonly PlacedLine[], removal: Omit<Removal, 'runs' | 'decisionsThrough'>): void
}

/** Prepares the statement once; one per connection. */
export function createBlank(database: DatabaseSync, appender: Appender, sign: Sign): Blank {
  const empty = database.prepare(
    `UPDATE audits SET kind = 'blank', at = 0, tool = '', customer = NULL, decision_id = NULL, record = '${blankRecord}', config_change = NULL, body_sha256 = NULL WHERE seq = ?`,
  )
  const findLink = database.prepare('SELECT link FROM audits WHERE seq = ?1 UNION ALL SELECT link FROM chain_start WHERE seq = ?1')
  const linkOf = (seq: number): string => String(findLink.get(seq)?.['link'] ?? chainStart)
  return {
    empty(lines) {
      for (const { seq } of lines) empty.run(seq)
    },
    declare(lines, removal) {
      appender.begin()
      appender.append(noteLine('removal', signRemoval({ ...removal, runs: runsOf(lines, linkOf), decisionsThrough: 0 }, sign)))
    },
  }
}

import type { DatabaseSync } from 'node:sqlite'
import { chainStart, nextLink } from '../chain.ts'
import type { Line } from '../engine/line.ts'

/** Adds lines to the end of the chain. Used inside a transaction. */
export interface Appender {
  /** Where the chain ends now; read anew by every transaction, since another process may have written. */
  begin(): void
  /** Returns its number. Throws when it was not added. */
  append(line: Line): number
}

/** Prepares the statements once; one appender per connection. `guard` throws when the database cannot be trusted. */
export function createAppender(database: DatabaseSync, guard: () => void): Appender {
  const lastLink = database.prepare('SELECT link FROM audits ORDER BY seq DESC LIMIT 1')
  const startLink = database.prepare('SELECT link FROM chain_start')
  const insert = database.prepare(
    'INSERT INTO audits (kind, at, tool, customer, decision_id, record, config_change, body_sha256, link) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
  )
  let link = chainStart
  return {
    begin() {
      guard()
      link = String(lastLink.get()?.['link'] ?? startLink.get()?.['link'] ?? chainStart)
    },
    append({ kind, at, tool = '', customer = null, decisionId = null, record, configChange = null, bodySha256 = null }) {
      link = nextLink(link, record, configChange, bodySha256)
      const { changes, lastInsertRowid } = insert.run(kind, at, tool, customer, decisionId, record, configChange, bodySha256, link)
      // a trigger in the file may drop a line without an error
      if (changes !== 1) throw new Error('the line was not added')
      return Number(lastInsertRowid)
    },
  }
}

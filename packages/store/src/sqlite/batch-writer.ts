import type { DatabaseSync } from 'node:sqlite'
import { escapeInvisible } from '../audit-line.ts'
import { chainStart, nextLink } from './chain.ts'
import { inTransaction } from './in-transaction.ts'
import type { Body } from './known-bodies.ts'
import type { Row } from './row.ts'

/** Writes a batch in one transaction and returns once it is on disk. Throws when none of it is kept. */
export type BatchWriter = (rows: readonly Row[], bodies: readonly Body[]) => void

/** Prepares the statements once; one writer per connection. */
export function createBatchWriter(database: DatabaseSync): BatchWriter {
  const lastLink = database.prepare('SELECT link FROM audits ORDER BY seq DESC LIMIT 1')
  const insertAudit = database.prepare(
    'INSERT INTO audits (at, tool, customer, decision_id, record, config_change, body_sha256, link) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  )
  const insertBody = database.prepare('INSERT INTO bodies (sha256, body) VALUES (?, ?) ON CONFLICT (sha256) DO NOTHING')

  function writeRows(rows: readonly Row[]): void {
    // Read each time: another process may have written since.
    let link = String(lastLink.get()?.['link'] ?? chainStart)
    for (const [at, tool, customer, decisionId, audit, configChange, bodySha256] of rows) {
      const record = escapeInvisible(audit)
      link = nextLink(link, record, configChange, bodySha256)
      insertAudit.run(at, tool, customer, decisionId, record, configChange, bodySha256, link)
    }
  }

  return (rows, bodies) =>
    inTransaction(database, () => {
      for (const body of bodies) insertBody.run(...body)
      writeRows(rows)
    })
}

import type { DatabaseSync } from 'node:sqlite'
import { escapeInvisible } from '../audit-line.ts'
import type { AuditRecord } from '../records.ts'
import { cellsPerEntry, type Cells, type DecisionHead } from './cells.ts'
import { chainStart, decisionPrint, nextLink } from './chain.ts'
import { inTransaction } from './in-transaction.ts'

/** Writes a batch in one transaction and returns once it is on disk. Throws when none of it is kept. */
export type BatchWriter = (cells: Cells) => void

/** Prepares the statements once; one writer per connection. */
export function createBatchWriter(database: DatabaseSync): BatchWriter {
  const lastLink = database.prepare('SELECT link FROM audits ORDER BY seq DESC LIMIT 1')
  const insertAudit = database.prepare(
    'INSERT INTO audits (at, tool, customer, decision_id, record, decision_print, link) VALUES (?, ?, ?, ?, ?, ?, ?)',
  )
  const insertBody = database.prepare('INSERT INTO bodies (sha256, body) VALUES (?, ?) ON CONFLICT (sha256) DO NOTHING')
  const insertDecision = database.prepare(
    'INSERT INTO decisions (id, at, tool, config_change, body_sha256) VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING',
  )

  /** The decision's print; null when another one stands under its id already. */
  function writeDecision(headJson: string, bodySha256: string, body: string | null): string | null {
    const head: DecisionHead = JSON.parse(headJson)
    if (insertDecision.run(...head, bodySha256).changes === 0) return null
    if (body !== null) insertBody.run(bodySha256, body)
    return decisionPrint(head, bodySha256)
  }

  function writeAudit(previousLink: string, json: string, print: string | null): string {
    const { at, tool, customer, decisionId }: AuditRecord = JSON.parse(json)
    const line = escapeInvisible(json)
    const link = nextLink(previousLink, line, print)
    insertAudit.run(at, tool, customer ?? null, decisionId ?? null, line, print, link)
    return link
  }

  function writeEntries(cells: Cells): void {
    // Read each time: another process may have written since.
    let link = String(lastLink.get()?.['link'] ?? chainStart)
    for (let index = 0; index < cells.length; index += cellsPerEntry) {
      const [audit, head, bodySha256, body = null] = cells.slice(index, index + cellsPerEntry)
      const print = typeof head === 'string' && typeof bodySha256 === 'string' ? writeDecision(head, bodySha256, body) : null
      if (typeof audit === 'string') link = writeAudit(link, audit, print)
    }
  }

  return (cells) => inTransaction(database, () => writeEntries(cells))
}

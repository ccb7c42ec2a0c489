import type { Entry } from '../store.ts'
import type { Cells } from './cells.ts'
import type { KnownBodies } from './known-bodies.ts'

/** Adds one entry. Throws, adding nothing, when the entry is not plain data or its two parts do not belong together. */
export function addEntry(cells: Cells, entry: Entry, bodies: KnownBodies): void {
  const audit = JSON.stringify(entry.audit)
  const { decision } = entry
  if (decision === undefined) {
    cells.push(audit, null, null, null)
    return
  }
  if (decision.id !== entry.audit.decisionId) throw new TypeError('the audit record names another decision')
  const head = JSON.stringify([decision.id, decision.at, decision.tool, decision.configChange])
  const known = bodies.find(decision.body)
  cells.push(audit, head, known.sha256, known.kept ? null : decision.body)
}

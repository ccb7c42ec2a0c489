import type { Entry } from '../store.ts'
import type { KnownBodies } from './known-bodies.ts'

/**
 * Entries on their way to the worker: {@link cellsPerEntry} strings each, one after the other. Flat, because the main thread pays
 * for the copy on every call and nested objects cost several times as much.
 */
export type Cells = (string | null)[]

/** Audit record as JSON; decision without its body as JSON, or null; the body's hash, or null; the body, or null when it is known to be kept. */
export const cellsPerEntry = 4

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

/** A decision's id, moment, tool and configuration change, as {@link addEntry} wrote them. */
export type DecisionHead = readonly [id: string, at: number, tool: string, configChange: string]

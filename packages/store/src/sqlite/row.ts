import type { AuditRecord } from '../records.ts'
import type { Entry } from '../store.ts'

/** An entry on its way to the worker. A plain array, because the main thread pays for the copy on every call. */
export type Row = readonly [
  at: number,
  tool: string,
  customer: string | null,
  decisionId: string | null,
  /** The audit record as JSON. */
  audit: string,
  configChange: string | null,
  bodySha256: string | null,
]

/** The row of an entry whose decision's body has this hash. Throws when the entry is not plain data or its decision has no id. */
export function rowOf({ audit, decision }: Entry, bodySha256: string | null): Row {
  // as JSON such a moment would be null, and its record would not say what its column says
  if (!Number.isFinite(audit.at)) throw new TypeError('the record has no moment')
  if (decision !== undefined && audit.decisionId === undefined) throw new TypeError('the decision has no id')
  return [...searchedOf(audit), JSON.stringify(audit), decision?.configChange.toWellFormed() ?? null, bodySha256]
}

/** What of a record is searched for, as its columns have it. */
export function searchedOf({ at, tool, customer, decisionId }: AuditRecord): [number, string, string | null, string | null] {
  // a column is UTF-8 and cannot hold half a character, as JSON can
  return [at, tool.toWellFormed(), customer?.toWellFormed() ?? null, decisionId?.toWellFormed() ?? null]
}

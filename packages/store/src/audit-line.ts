import type { AuditRecord, FoundRecord } from './records.ts'

// Control characters JSON leaves alone (DEL, C1), line and paragraph separators, zero-width and bidi marks, tag characters.
// Looked up only behind a character outside ASCII, which takes half the time in a line that has next to none.
const invisible =
  /[\u007f-\uffff](?<=[\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\udb40]|\udb40[\udc00-\udfff])/g

/** The same JSON with every character a terminal, log viewer or editor could obey or hide written as a `\u` escape. */
export function escapeInvisible(json: string): string {
  return json.replace(invisible, escapeUnit)
}

/** The record as one line of plain JSON: no raw control, bidi or invisible character, and parsing it gives the record back. */
export function auditLine(record: AuditRecord | FoundRecord): string {
  return escapeInvisible(JSON.stringify(record))
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
}

import { escapeInvisible } from '../audit-line.ts'
import type { RecordKind } from '../records.ts'

/** A line that is ready for the chain: its record, and what of it is searched for. */
export interface Line {
  readonly kind: RecordKind
  readonly at: number
  readonly tool?: string
  readonly customer?: string | null
  readonly decisionId?: string | null
  /** One line of JSON, as `escapeInvisible` leaves it. */
  readonly record: string
  readonly configChange?: string | null
  readonly bodySha256?: string | null
}

/** A note of the store itself as a line. */
export function noteLine(kind: 'removal' | 'forgotten' | 'cut', note: { readonly at: number; readonly through?: number }): Line {
  return { kind, at: note.at, record: escapeInvisible(JSON.stringify({ kind, ...note })) }
}

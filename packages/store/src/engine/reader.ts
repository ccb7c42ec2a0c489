import type { Kysely, RawBuilder } from 'kysely'
import type { Tables } from './tables.ts'
import type { Field } from './words.ts'

/** A connection to read the record over, and how its engine keeps what is searched for. */
export interface Reader {
  readonly db: Kysely<Tables>
  /** A part of a line's record; of the line in another table than `audits`, when one is named. */
  field(name: Field, table?: string): RawBuilder<string>
  /** Columns that repeat more of the record than all engines do, each with the part it repeats. */
  readonly copies: readonly (readonly [column: string, part: string])[]
  /** A text as a column keeps it. */
  kept(text: string): string
}

import type { Words } from '../engine/words.ts'
import { stillNamed } from './still-named.ts'

/** SQLite reads parts of a record out of its JSON. */
export const sqliteWords: Words = {
  field: (name) => `(record ->> '$.${name}')`,
  contains: (text, part) => `instr(${text}, ${part}) > 0`,
  copies: [],
  named: stillNamed,
}

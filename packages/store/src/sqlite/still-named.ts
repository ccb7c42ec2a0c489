import type { DatabaseSync } from 'node:sqlite'
import { personFields } from './persons-of.ts'

/** Who is still named in lines that a sweep went through. Used inside a transaction. */
export interface StillNamed {
  /** A sweep begins. */
  clear(): void
  /** Everybody in these lines is named. */
  note(after: number, through: number): void
  /** Drops the persons of months before this one who are not. Every line that may name them has to be noted before. */
  dropOthers(month: string): void
}

/** Remembers them in a table of this connection's own, since they may be many. */
export function createStillNamed(database: DatabaseSync): StillNamed {
  database.exec('CREATE TEMP TABLE still_named (pseudonym TEXT PRIMARY KEY) WITHOUT ROWID')
  const clear = database.prepare('DELETE FROM temp.still_named')
  const notes = personFields.map((field) =>
    database.prepare(
      `INSERT OR IGNORE INTO temp.still_named SELECT DISTINCT record ->> '$.${field}' FROM audits
       WHERE seq > ? AND seq <= ? AND record ->> '$.${field}' IS NOT NULL`,
    ),
  )
  const dropOthers = database.prepare('DELETE FROM persons WHERE month < ? AND pseudonym NOT IN (SELECT pseudonym FROM temp.still_named)')
  return {
    clear: () => void clear.run(),
    note(after, through) {
      for (const note of notes) note.run(after, through)
    },
    dropOthers: (month) => void dropOthers.run(month),
  }
}

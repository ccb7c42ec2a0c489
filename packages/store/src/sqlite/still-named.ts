import { personFields } from '../engine/persons-of.ts'
import { run } from '../engine/steps.ts'
import type { StillNamed } from '../engine/words.ts'

/** Where a connection remembers, in a table of its own, since they may be many. */
export const stillNamedTable = 'CREATE TEMP TABLE still_named (pseudonym TEXT PRIMARY KEY) WITHOUT ROWID'

/** Who is still named, remembered from turn to turn of a sweep. */
export const stillNamed: StillNamed = {
  *clear() {
    yield* run('DELETE FROM temp.still_named')
  },
  *note(after, through) {
    for (const field of personFields) {
      yield* run(
        `INSERT OR IGNORE INTO temp.still_named SELECT DISTINCT record ->> '$.${field}' FROM audits
         WHERE seq > ?1 AND seq <= ?2 AND record ->> '$.${field}' IS NOT NULL`,
        after,
        through,
      )
    }
  },
  *dropOthers(month) {
    yield* run('DELETE FROM persons WHERE month < ?1 AND pseudonym NOT IN (SELECT pseudonym FROM temp.still_named)', month)
  },
}

import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** Trace ids of the ended calls that are in the record of a data folder. Throws when the file is damaged. */
export function recordedTraces(dataFolder: string): ReadonlySet<string> {
  using database = new DatabaseSync(join(dataFolder, 'concierge.sqlite'))
  const health = database.prepare('PRAGMA integrity_check').get()
  if (health?.['integrity_check'] !== 'ok') throw new Error('the database is damaged')
  const rows = database.prepare(`SELECT record ->> 'traceId' AS trace FROM audits WHERE kind IN ('call', 'end')`).all()
  return new Set(rows.map(({ trace }) => String(trace)))
}

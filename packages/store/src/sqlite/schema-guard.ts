import type { DatabaseSync } from 'node:sqlite'
import { strayParts, type Schema } from './schema-check.ts'

/** A check for the beginning of every transaction that adds lines: throws when somebody has changed what the database consists of. */
export function createSchemaGuard(database: DatabaseSync, expected: Schema): () => void {
  const version = database.prepare('PRAGMA schema_version')
  let sound: unknown
  return () => {
    const found = version.get()?.['schema_version']
    if (found === sound) return
    const strays = strayParts(database, expected)
    if (strays.length > 0) throw new Error(`the database holds what is not ours: ${strays.join(', ')}`)
    sound = found
  }
}

import type { DatabaseSync } from 'node:sqlite'

/**
 * Runs the writes as one transaction and returns once it is on disk, with what they came to. Throws, with nothing kept, when any of them fails. Synchronous from
 * begin to commit, so nothing else the worker does can slip into it.
 */
export function inTransaction<Result>(database: DatabaseSync, writes: () => Result): Result {
  // IMMEDIATE waits for other writers at the start; a transaction that begins by reading may be refused halfway instead.
  database.exec('BEGIN IMMEDIATE')
  try {
    const result = writes()
    database.exec('COMMIT')
    return result
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK')
    throw error
  }
}

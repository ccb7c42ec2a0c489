import type { DatabaseSync } from 'node:sqlite'
import { inTransaction } from './in-transaction.ts'

/** Writes as little as can be written, durably: a number in the head of the file that nobody reads. */
export function createProbe(database: DatabaseSync): () => void {
  const version = database.prepare('PRAGMA user_version')
  return () => inTransaction(database, () => database.exec(`PRAGMA user_version = ${version.get()?.['user_version'] === 1 ? 0 : 1}`))
}

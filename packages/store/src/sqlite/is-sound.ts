import type { DatabaseSync } from 'node:sqlite'

/** Whether the database is sound in itself: every page, row and index entry where it belongs. Takes its time, and does nothing else meanwhile. */
export function isSound(database: DatabaseSync): boolean {
  return database.prepare('PRAGMA integrity_check(1)').get()?.['integrity_check'] === 'ok'
}

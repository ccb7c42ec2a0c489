import { closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** The file name that stands for a store without a file, gone when it is closed. */
export const inMemory = ':memory:'

/**
 * Opens the database for writing: WAL, and every commit on disk before it returns. A new file is readable by its owner only, and
 * SQLite gives its `-wal` and `-shm` companions the same mode.
 */
export function openDatabase(file: string, lockWaitMs: number): DatabaseSync {
  if (file !== inMemory) {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    closeSync(openSync(file, 'a', 0o600))
  }
  const database = new DatabaseSync(file, { timeout: lockWaitMs })
  database.exec('PRAGMA journal_mode = WAL')
  database.exec('PRAGMA synchronous = FULL')
  // what is deleted is overwritten
  database.exec('PRAGMA secure_delete = ON')
  return database
}

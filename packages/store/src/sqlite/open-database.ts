import { accessSync, closeSync, constants, mkdirSync, openSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'

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

/** Opens a database that is there for reading. Makes and changes nothing, also where nothing can be made, such as on a copy kept on a read-only disk. */
export function openReader(file: string, lockWaitMs: number): DatabaseSync {
  const log = statSync(`${file}-wal`, { throwIfNoEntry: false })
  // who has it open for writing has a log beside it; without one, SQLite would make its own just to read
  const nobodyWrites = log === undefined || (log.size === 0 && !isWritable(dirname(file)))
  const address = pathToFileURL(file)
  if (nobodyWrites) address.searchParams.set('immutable', '1')
  return new DatabaseSync(address, { readOnly: true, timeout: lockWaitMs })
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK)
    return true
  } catch {
    return false
  }
}

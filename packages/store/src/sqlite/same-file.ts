import { statSync } from 'node:fs'
import { inMemory } from './open-database.ts'

/**
 * A check that the path still leads to the file it leads to now. SQLite goes on writing into a file that was deleted or replaced under it,
 * and every such write would be lost without an error. The check throws when that has happened.
 */
export function createSameFileCheck(file: string): () => void {
  if (file === inMemory) return () => {}
  const opened = statSync(file)
  return () => {
    const found = statSync(file, { throwIfNoEntry: false })
    if (found?.ino !== opened.ino || found.dev !== opened.dev) throw new FileMoved('the database file was moved or deleted')
  }
}

/** The database file is not where it was opened. */
export class FileMoved extends Error {}

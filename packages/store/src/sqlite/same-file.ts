import { statSync } from 'node:fs'
import { inMemory } from './open-database.ts'

/**
 * A check that the path, and that of the log of its newest changes, still lead to the files they lead to now. SQLite goes on writing into a file
 * that was deleted or replaced under it, and every such write would be lost without an error. The check throws when that has happened.
 */
export function createSameFileCheck(file: string): () => void {
  if (file === inMemory) return () => {}
  const paths = [file, `${file}-wal`]
  const opened = paths.map((path) => statSync(path))
  return () => {
    for (const [index, path] of paths.entries()) {
      const found = statSync(path, { throwIfNoEntry: false })
      if (found?.ino !== opened[index]?.ino || found?.dev !== opened[index]?.dev)
        throw new FileMoved('the database file was moved or deleted')
    }
  }
}

/** The database file, or its log, is not where it was opened. */
export class FileMoved extends Error {}

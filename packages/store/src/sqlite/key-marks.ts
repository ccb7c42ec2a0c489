import type { DatabaseSync } from 'node:sqlite'
import type { KeyMark } from '../store.ts'
import { inTransaction } from './in-transaction.ts'

/** Remembers by which mark a key is known again, and says whether this is the one. */
export function createKeyMarks(database: DatabaseSync): (name: string, mark: string) => KeyMark {
  const find = database.prepare('SELECT mark FROM key_marks WHERE name = ?')
  const enter = database.prepare('INSERT INTO key_marks (name, mark) VALUES (?, ?)')
  return (name, mark) => {
    let answer: KeyMark = 'first'
    inTransaction(database, () => {
      const known = find.get(name)?.['mark']
      if (known === undefined) enter.run(name, mark)
      else answer = known === mark ? 'same' : 'other'
    })
    return answer
  }
}

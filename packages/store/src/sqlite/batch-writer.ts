import type { DatabaseSync } from 'node:sqlite'
import { lineOfRow, type Books } from '../engine/line-of-row.ts'
import type { Appender } from './appender.ts'
import { createBegunCalls } from './begun-calls.ts'
import { createBodyBook } from './body-book.ts'
import { inTransaction } from './in-transaction.ts'
import type { Body } from '../engine/known-bodies.ts'
import { createPersonBook } from './person-book.ts'
import type { Row } from '../engine/row.ts'
import { BodyMissing } from '../engine/body-missing.ts'

/** Writes batches, each in one transaction. */
export interface BatchWriter {
  /**
   * Returns once the batch is on disk: `fresh` when somebody else has written since the last one. `bodies_missing`: nothing was written, since a
   * body that was taken away is needed again. Throws when none of it is kept.
   */
  write(rows: readonly Row[], bodies: readonly Body[]): 'written' | 'fresh' | 'bodies_missing'
  /** Bodies and persons may have been taken away. */
  distrust(): void
}

/** Prepares the statements once; one writer per connection. */
export function createBatchWriter(database: DatabaseSync, appender: Appender): BatchWriter {
  const persons = createPersonBook(database)
  const bodies = createBodyBook(database)
  const calls = createBegunCalls(database)
  const dataVersion = database.prepare('PRAGMA data_version')
  let knownVersion: unknown

  function writeRow(row: Row, books: Books): void {
    const { line, who, callId } = lineOfRow(row, books)
    const seq = appender.append(line)
    if (line.kind === 'begin' && callId !== null) calls.began(callId, { seq, ...who })
  }

  /** Whether somebody else has written since this was asked last. */
  function othersWrote(): boolean {
    const version = dataVersion.get()?.['data_version']
    const others = version !== knownVersion
    knownVersion = version
    if (others) {
      persons.forgetKnown()
      bodies.forgetKnown()
      calls.distrust()
    }
    return others
  }

  return {
    write(rows, sentBodies) {
      let fresh = false
      const sent = new Map(sentBodies)
      try {
        inTransaction(database, () => {
          fresh = othersWrote()
          appender.begin()
          const books: Books = { persons, calls, nameOfBody: (digest) => bodies.nameOf(digest, sent) }
          for (const row of rows) writeRow(row, books)
        })
      } catch (error) {
        persons.forgetKnown()
        bodies.forgetKnown()
        calls.forgetKnown()
        if (error instanceof BodyMissing) return 'bodies_missing'
        throw error
      }
      return fresh ? 'fresh' : 'written'
    },
    distrust() {
      knownVersion = undefined
    },
  }
}

import type { DatabaseSync } from 'node:sqlite'
import { escapeInvisible } from '../audit-line.ts'
import type { Appender } from './appender.ts'
import { inTransaction } from './in-transaction.ts'
import type { Body } from './known-bodies.ts'
import { createPersonBook } from './person-book.ts'
import type { Row } from './row.ts'

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
  const dataVersion = database.prepare('PRAGMA data_version')
  // a body that was forgotten and comes up again is kept again
  const insertBody = database.prepare(
    'INSERT INTO bodies (sha256, body) VALUES (?, ?) ON CONFLICT (sha256) DO UPDATE SET body = excluded.body, forgotten = NULL WHERE forgotten IS NOT NULL',
  )
  const findBody = database.prepare('SELECT 1 FROM bodies WHERE sha256 = ? AND forgotten IS NULL')
  let knownVersion: unknown

  function writeRow(row: Row): void {
    const [kind, at, tool, decisionId, json, configChange, bodySha256, subject, customer, accountId, email] = row
    const person = (field: string, identifier: string | null): string =>
      identifier === null ? '' : `,"${field}":"${persons.pseudonym(identifier, at)}"`
    const whom = customer === null ? null : persons.pseudonym(customer, at)
    const people =
      person('subject', subject === null ? null : `subject:${subject}`) +
      (whom === null ? '' : `,"customer":"${whom}"`) +
      person('account_id', accountId === null ? null : `account:${accountId}`) +
      person('email', email === null ? null : `email:${email}`)
    const record = `${escapeInvisible(json).slice(0, -1)},"kind":"${kind}"${people}}`
    appender.append({ kind, at, tool, customer: whom, decisionId, record, configChange, bodySha256 })
  }

  /** Whether somebody else has written since this was asked last. */
  function othersWrote(): boolean {
    const version = dataVersion.get()?.['data_version']
    const others = version !== knownVersion
    knownVersion = version
    if (others) persons.forgetKnown()
    return others
  }

  return {
    write(rows, bodies) {
      let fresh = false
      let missing = false
      try {
        inTransaction(database, () => {
          fresh = othersWrote()
          for (const body of bodies) insertBody.run(...body)
          missing = fresh && rows.some(([, , , , , , sha256]) => sha256 !== null && findBody.get(sha256) === undefined)
          if (missing) return
          appender.begin()
          for (const row of rows) writeRow(row)
        })
      } catch (error) {
        persons.forgetKnown()
        throw error
      }
      if (missing) return 'bodies_missing'
      return fresh ? 'fresh' : 'written'
    },
    distrust() {
      knownVersion = undefined
    },
  }
}

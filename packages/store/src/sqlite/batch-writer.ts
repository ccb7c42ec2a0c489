import type { DatabaseSync } from 'node:sqlite'
import { escapeInvisible } from '../audit-line.ts'
import type { Appender } from './appender.ts'
import { inTransaction } from './in-transaction.ts'
import type { Body } from './known-bodies.ts'
import type { PersonBook } from './person-book.ts'
import type { Row } from './row.ts'

/**
 * Writes a batch in one transaction and returns once it is on disk. Throws when none of it is kept. `true`: somebody else has written since
 * the last batch.
 */
export type BatchWriter = (rows: readonly Row[], bodies: readonly Body[]) => boolean

/** Prepares the statements once; one writer per connection. */
export function createBatchWriter(database: DatabaseSync, appender: Appender, persons: PersonBook): BatchWriter {
  const dataVersion = database.prepare('PRAGMA data_version')
  // a body that was forgotten and comes up again is kept again
  const insertBody = database.prepare(
    'INSERT INTO bodies (sha256, body) VALUES (?, ?) ON CONFLICT (sha256) DO UPDATE SET body = excluded.body, forgotten = NULL WHERE forgotten IS NOT NULL',
  )
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

  return (rows, bodies) => {
    let others = false
    try {
      inTransaction(database, () => {
        const version = dataVersion.get()?.['data_version']
        others = version !== knownVersion
        knownVersion = version
        if (others) persons.forgetKnown()
        for (const body of bodies) insertBody.run(...body)
        appender.begin()
        for (const row of rows) writeRow(row)
      })
    } catch (error) {
      persons.forgetKnown()
      throw error
    }
    return others
  }
}

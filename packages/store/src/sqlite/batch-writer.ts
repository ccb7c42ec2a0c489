import type { DatabaseSync } from 'node:sqlite'
import { escapeInvisible } from '../audit-line.ts'
import type { Appender } from './appender.ts'
import { createBegunCalls } from './begun-calls.ts'
import { BodyMissing, createBodyBook } from './body-book.ts'
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
  const bodies = createBodyBook(database)
  const calls = createBegunCalls(database)
  const dataVersion = database.prepare('PRAGMA data_version')
  let knownVersion: unknown

  function writeRow(row: Row, sent: ReadonlyMap<string, string>): void {
    const [kind, at, tool, decisionId, json, configChange, digest, subject, customer, accountId, email, callId] = row
    const isNamed = (): boolean => customer === null || persons.isKnown(customer, at)
    const begun = kind === 'end' && callId !== null ? calls.endOf(callId, isNamed) : undefined
    const person = (began: string | undefined, prefix: string, name: string | null): string | undefined =>
      name === null ? undefined : (began ?? persons.pseudonym(`${prefix}${name}`, at))
    const who = {
      subject: person(begun?.subject, 'subject:', subject),
      // whoever was forgotten while the call was under way is not entered anew by its end
      customer: begun?.forgotten ? undefined : person(undefined, '', customer),
      accountId: person(begun?.accountId, 'account:', accountId),
      email: person(begun?.email, 'email:', email),
    }
    const people =
      field('subject', who.subject) + field('customer', who.customer) + field('account_id', who.accountId) + field('email', who.email)
    const record = `${escapeInvisible(json).slice(0, -1)},"kind":"${kind}"${people}}`
    const bodySha256 = digest === null || begun?.forgotten ? null : bodies.nameOf(digest, sent)
    const seq = appender.append({ kind, at, tool, customer: who.customer ?? null, decisionId, record, configChange, bodySha256 })
    if (kind === 'begin' && callId !== null) calls.began(callId, { seq, ...who })
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
          for (const row of rows) writeRow(row, sent)
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

const field = (name: string, pseudonym: string | undefined): string => (pseudonym === undefined ? '' : `,"${name}":"${pseudonym}"`)

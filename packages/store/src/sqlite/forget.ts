import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'
import { keptIdentifier } from '../pseudonym.ts'
import type { Sign } from '../signing.ts'
import { forgottenBody, forgottenPerson } from '../statements.ts'
import type { Forgotten } from '../store.ts'
import { noteLine, type Appender } from './appender.ts'
import type { Blank } from './blank.ts'
import { inTransaction } from './in-transaction.ts'

/**
 * Forgets a person: nobody can tell any more which records are about them. Whoever was named otherwise when their account was asked about,
 * by a number or an address, is forgotten under that name too. Leaves no trace of it in the file. Cannot be undone.
 */
export function createForget(
  database: DatabaseSync,
  { appender, blank, sign }: { readonly appender: Appender; readonly blank: Blank; readonly sign: Sign },
): (identifier: string, at: number) => Forgotten {
  const pseudonymsOf = database.prepare('SELECT pseudonym FROM persons WHERE identifier = ?')
  const askedFor = database.prepare(
    `SELECT DISTINCT identifier FROM persons WHERE pseudonym IN
     (SELECT record ->> '$.account_id' FROM audits WHERE customer = ?1 UNION SELECT record ->> '$.email' FROM audits WHERE customer = ?1)`,
  )
  const bodiesAbout = database.prepare('SELECT DISTINCT body_sha256 AS sha256 FROM audits WHERE customer = ? AND body_sha256 IS NOT NULL')
  const customersOf = database.prepare('SELECT DISTINCT customer FROM audits WHERE body_sha256 = ?')
  const dropBody = database.prepare(`UPDATE bodies SET body = '', forgotten = ? WHERE sha256 = ? AND forgotten IS NULL`)
  const monthOf = database.prepare('SELECT month FROM persons WHERE pseudonym = ?')
  const dropPerson = database.prepare('UPDATE persons SET identifier = NULL, salt = NULL, forgotten = ? WHERE pseudonym = ?')
  // lines from before there were pseudonyms name the person themselves
  const named = database.prepare(
    `SELECT seq, link FROM audits WHERE kind IS NULL AND (customer = ?1 OR 'account:' || (record ->> '$.input.account_id') = ?1
     OR 'email:' || (record ->> '$.input.email') = ?1 OR 'subject:' || (record ->> '$.subject') = ?1) ORDER BY seq`,
  )

  const texts = (rows: readonly Record<string, SQLOutputValue>[], column: string): string[] =>
    rows.flatMap((row) => (typeof row[column] === 'string' ? [row[column]] : []))

  function pseudonymsToForget(identifier: string): ReadonlySet<string> {
    const own = texts(pseudonymsOf.all(keptIdentifier(identifier)), 'pseudonym')
    const names = own.flatMap((pseudonym) => texts(askedFor.all(pseudonym), 'identifier'))
    return new Set([...own, ...names.flatMap((name) => texts(pseudonymsOf.all(name), 'pseudonym'))])
  }

  function forgetBodies(customers: ReadonlySet<string | null>): number {
    const all = [...customers].flatMap((customer) => texts(bodiesAbout.all(customer), 'sha256'))
    const alone = [...new Set(all)].filter((sha256) => texts(customersOf.all(sha256), 'customer').every((one) => customers.has(one)))
    for (const sha256 of alone) dropBody.run(sign('forgotten', forgottenBody(sha256)), sha256)
    return alone.length
  }

  return (identifier, at) => {
    let counts = { pseudonyms: 0, decisions: 0, blanked: 0 }
    inTransaction(database, () => {
      const pseudonyms = pseudonymsToForget(identifier)
      const old = named.all(identifier) as { seq: number; link: string }[]
      const decisions = forgetBodies(new Set([...pseudonyms, identifier]))
      for (const pseudonym of pseudonyms) {
        const month = String(monthOf.get(pseudonym)?.['month'])
        dropPerson.run(sign('forgotten', forgottenPerson(pseudonym, month)), pseudonym)
      }
      if (old.length > 0) blank(old, { at, why: 'forgotten', decisionsThrough: 0 })
      counts = { pseudonyms: pseudonyms.size, decisions, blanked: old.length }
      if (pseudonyms.size === 0 && old.length === 0) return
      appender.begin()
      appender.append(noteLine('forgotten', { at }))
    })
    return { ...counts, wiped: wipe(database) }
  }
}

/** Leaves nothing of what was deleted in the file or in the log of its changes. `false` when somebody is reading the log at the moment. */
function wipe(database: DatabaseSync): boolean {
  database.exec('VACUUM')
  return database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()?.['busy'] === 0
}

import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'
import { keptIdentifier } from '../pseudonym.ts'
import type { Sign } from '../signing.ts'
import { forgottenBody, forgottenPerson } from '../statements.ts'
import type { Forgotten } from '../store.ts'
import { noteLine, type Appender } from './appender.ts'
import type { Blank, PlacedLine } from './blank.ts'
import { inTransaction } from './in-transaction.ts'

/** Whom a line is about: `?1` holds pseudonyms, and names for lines from before there were pseudonyms. */
const names = '(SELECT value FROM json_each(?1))'
const namesThemselves = `(kind IS NULL AND (customer IN ${names} OR 'account:' || (record ->> '$.input.account_id') IN ${names}
  OR 'email:' || (record ->> '$.input.email') IN ${names}))`
const isAbout = `(customer IN ${names} OR record ->> '$.account_id' IN ${names} OR record ->> '$.email' IN ${names} OR ${namesThemselves})`
/** A call that came to no account can have read some all the same: their ids, `?2`, then stand in its body. */
const mentions = `((customer IS NULL OR customer = record ->> '$.email')
  AND EXISTS (SELECT 1 FROM bodies, json_each(?2) AS quoted WHERE sha256 = body_sha256 AND instr(body, quoted.value) > 0))`

/**
 * Forgets a person, who may have several names: nobody can tell any more which records are about them. Whoever was named otherwise when their
 * account was asked about, by a number or an address, is forgotten under that name too. Leaves no trace of it in the file. Cannot be undone.
 */
export function createForget(
  database: DatabaseSync,
  { appender, blank, sign }: { readonly appender: Appender; readonly blank: Blank; readonly sign: Sign },
): (identifiers: readonly string[], at: number) => Forgotten {
  const pseudonymsOf = database.prepare('SELECT pseudonym FROM persons WHERE identifier = ?')
  const askedFor = database.prepare(
    `SELECT DISTINCT identifier FROM persons WHERE pseudonym IN
     (SELECT record ->> '$.account_id' FROM audits WHERE customer = ?1 UNION SELECT record ->> '$.email' FROM audits WHERE customer = ?1)`,
  )
  const bodiesAbout = database.prepare(
    `SELECT DISTINCT body_sha256 AS sha256 FROM audits WHERE body_sha256 IS NOT NULL AND (${isAbout} OR ${mentions})`,
  )
  const othersNeedIt = database.prepare(
    `SELECT 1 FROM audits WHERE body_sha256 = ?3 AND coalesce(NOT (${isAbout} OR ${mentions}), 1) LIMIT 1`,
  )
  const lastSeq = database.prepare('SELECT max(seq) AS seq FROM audits')
  const dropBody = database.prepare(
    `UPDATE bodies SET body = '', salt = NULL, digest = NULL, forgotten = ? WHERE sha256 = ? AND forgotten IS NULL AND salt IS NOT NULL`,
  )
  const dropUnsalted = database.prepare('DELETE FROM bodies WHERE sha256 = ? AND salt IS NULL AND forgotten IS NULL')
  const linesOfBody = database.prepare('SELECT seq, link FROM audits WHERE body_sha256 = ?')
  const monthOf = database.prepare('SELECT month FROM persons WHERE pseudonym = ?')
  const dropPerson = database.prepare('UPDATE persons SET identifier = NULL, salt = NULL, forgotten = ? WHERE pseudonym = ?')
  const named = database.prepare(
    `SELECT seq, link FROM audits WHERE kind IS NULL AND (${namesThemselves} OR 'subject:' || (record ->> '$.subject') IN ${names})`,
  )

  const texts = (rows: readonly Record<string, SQLOutputValue>[], column: string): string[] =>
    rows.flatMap((row) => (typeof row[column] === 'string' ? [row[column]] : []))

  function pseudonymsToForget(identifiers: readonly string[]): ReadonlySet<string> {
    const own = identifiers.flatMap((one) => texts(pseudonymsOf.all(keptIdentifier(one)), 'pseudonym'))
    const otherwise = own.flatMap((pseudonym) => texts(askedFor.all(pseudonym), 'identifier'))
    return new Set([...own, ...otherwise.flatMap((name) => texts(pseudonymsOf.all(name), 'pseudonym'))])
  }

  /** How many bodies went, and the lines that would still tell what was in them, since their hash has no salt. */
  function forgetBodies(whom: string, quoted: string): { readonly count: number; readonly telling: readonly PlacedLine[] } {
    const through = Number(lastSeq.get()?.['seq'])
    const alone = texts(bodiesAbout.all(whom, quoted), 'sha256').filter((sha256) => othersNeedIt.get(whom, quoted, sha256) === undefined)
    let count = 0
    const telling: PlacedLine[] = []
    for (const sha256 of alone) {
      count += Number(dropBody.run(`${through}.${sign('forgotten', forgottenBody(sha256, through))}`, sha256).changes)
      if (dropUnsalted.run(sha256).changes === 0) continue
      count += 1
      telling.push(...(linesOfBody.all(sha256) as unknown as PlacedLine[]))
    }
    return { count, telling }
  }

  return (identifiers, at) => {
    let counts = { pseudonyms: 0, decisions: 0, blanked: 0 }
    inTransaction(database, () => {
      const pseudonyms = pseudonymsToForget(identifiers)
      const whom = JSON.stringify([...pseudonyms, ...identifiers])
      const ids = identifiers.filter((one) => one.startsWith('account:')).map((one) => JSON.stringify(one.slice('account:'.length)))
      const { count, telling } = forgetBodies(whom, JSON.stringify(ids))
      const lines = new Map([...(named.all(whom) as unknown as PlacedLine[]), ...telling].map((line) => [line.seq, line]))
      const old = [...lines.values()].toSorted((a, b) => a.seq - b.seq)
      for (const pseudonym of pseudonyms) {
        const month = String(monthOf.get(pseudonym)?.['month'])
        dropPerson.run(sign('forgotten', forgottenPerson(pseudonym, month)), pseudonym)
      }
      blank.empty(old)
      if (old.length > 0) blank.declare(old, { at, why: 'forgotten' })
      counts = { pseudonyms: pseudonyms.size, decisions: count, blanked: old.length }
      if (pseudonyms.size === 0 && old.length === 0 && count === 0) return
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

import type { DatabaseSync } from 'node:sqlite'
import type { Sign } from '../signing.ts'
import { accountMerged } from '../statements.ts'
import { inTransaction } from './in-transaction.ts'

/** Remembers that one account was merged into another, signed; returns once that is on disk. */
export function createRedirectWriter(database: DatabaseSync, sign: Sign): (from: string, to: string) => void {
  const forget = database.prepare('DELETE FROM redirects WHERE from_account = ?')
  const remember = database.prepare('INSERT INTO redirects (from_account, to_account, signature) VALUES (?, ?, ?)')
  const find = database.prepare('SELECT to_account FROM redirects WHERE from_account = ?')

  function leadsTo(start: string, end: string): boolean {
    let account: unknown = start
    while (typeof account === 'string' && account !== end) account = find.get(account)?.['to_account']
    return account === end
  }

  return (from, to) => {
    const signature = sign('redirect', accountMerged(from, to))
    inTransaction(database, () => {
      forget.run(from)
      if (from === to) return
      // The newest word counts: where an older merge says the opposite, its account has come back to life.
      if (leadsTo(to, from)) forget.run(to)
      remember.run(from, to, signature)
    })
  }
}

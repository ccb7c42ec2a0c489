import type { Sign } from '../signing.ts'
import { accountMerged } from '../statements.ts'
import { first, run, type Steps } from './steps.ts'

/** Remembers that one account was merged into another, signed. */
export function* addRedirect({ from, to }: { readonly from: string; readonly to: string }, sign: Sign): Steps<void> {
  const forget = 'DELETE FROM redirects WHERE from_account = ?1'
  yield* run(forget, from)
  if (from === to) return
  // The newest word counts: where an older merge says the opposite, its account has come back to life.
  if (yield* leadsTo(to, from)) yield* run(forget, to)
  const remember = 'INSERT INTO redirects (from_account, to_account, signature) VALUES (?1, ?2, ?3)'
  yield* run(remember, from, to, sign('redirect', accountMerged(from, to)))
}

function* leadsTo(start: string, end: string): Steps<boolean> {
  let account: unknown = start
  while (typeof account === 'string' && account !== end) {
    const next = yield* first('SELECT to_account FROM redirects WHERE from_account = ?1', account)
    account = next?.['to_account']
  }
  return account === end
}

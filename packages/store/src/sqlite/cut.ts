import type { DatabaseSync } from 'node:sqlite'
import type { Sign } from '../signing.ts'
import { cutThrough } from '../statements.ts'
import { noteLine, type Appender } from './appender.ts'
import { inTransaction } from './in-transaction.ts'

/**
 * Takes the oldest lines off, as far as nothing is left in them but numbers, links, and the store's own notes from before this moment. A signed
 * statement takes their place. Returns how many went.
 */
export function createCut(database: DatabaseSync, appender: Appender, sign: Sign): (before: number, at: number) => number {
  const firstToStay = database.prepare(
    `SELECT min(seq) AS seq FROM audits WHERE kind IS NULL OR NOT (kind = 'blank' OR (kind IN ('removal', 'forgotten', 'cut') AND at < ?))`,
  )
  const lastToGo = database.prepare('SELECT seq, link FROM audits WHERE seq < ? ORDER BY seq DESC LIMIT 1')
  const takeOff = database.prepare('DELETE FROM audits WHERE seq <= ?')
  const forgetStart = database.prepare('DELETE FROM chain_start')
  const enterStart = database.prepare('INSERT INTO chain_start (seq, link, at, signature) VALUES (?, ?, ?, ?)')

  return (before, at) => {
    let taken = 0
    inTransaction(database, () => {
      const stays = firstToStay.get(before)?.['seq']
      const last = lastToGo.get(typeof stays === 'number' ? stays : Number.MAX_SAFE_INTEGER)
      if (last === undefined) return
      const start = { seq: Number(last['seq']), link: String(last['link']), at }
      appender.begin()
      appender.append(noteLine('cut', { at, through: start.seq }))
      taken = Number(takeOff.run(start.seq).changes)
      forgetStart.run()
      enterStart.run(start.seq, start.link, at, sign('cut', cutThrough(start)))
    })
    return taken
  }
}

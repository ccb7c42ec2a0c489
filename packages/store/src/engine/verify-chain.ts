import { chainStart } from '../chain.ts'
import type { IsSigned } from '../signing.ts'
import { cutThrough } from '../statements.ts'
import type { Checkpoint, Verdict } from '../store.ts'
import { createBodyCheck } from './body-check.ts'
import { readAfter, recordOf } from './chain-lines.ts'
import { ChainWalk } from './chain-walk.ts'
import { createPersonCheck } from './person-check.ts'
import type { Reader } from './reader.ts'
import { isOwnRedirect, readRedirects } from './redirect-check.ts'
import { readRemovals } from './removals.ts'

/**
 * Recomputes every link from the first line on. `known` are places the chain is known to have passed through. What is read must not change
 * meanwhile; `pause` is waited for between two pages.
 */
export async function verifyChain(
  reader: Reader,
  isSigned: IsSigned,
  known: readonly Checkpoint[],
  pause: () => Promise<void>,
): Promise<Verdict> {
  const { db } = reader
  const start = await readStart(reader, isSigned)
  if (start === undefined) return { intact: false, firstBad: 1, fault: 'start' }
  const checks = {
    reader,
    removals: await readRemovals(db, isSigned),
    body: createBodyCheck(db, isSigned),
    person: createPersonCheck(db, isSigned),
  }
  const walk = new ChainWalk(start, checks, known)
  for (;;) {
    const rows = await readAfter(reader, walk.head.seq)
    if (rows.length === 0) break
    const records = rows.map(recordOf)
    await checks.body.load(rows.map((row) => row.body_sha256))
    await checks.person.load(records)
    for (const [index, row] of rows.entries()) {
      const fault = walk.step(row, records[index])
      if (fault !== undefined) return { intact: false, firstBad: walk.firstBad(fault), fault }
    }
    await pause()
  }
  const farthest = known.reduce((most, { seq }) => Math.max(most, seq), 0)
  if (farthest > walk.head.seq) return { intact: false, firstBad: walk.head.seq + 1, fault: 'cut_off' }
  const redirects = await readRedirects(db)
  if (!redirects.every((redirect) => isOwnRedirect(redirect, isSigned))) return { intact: false, firstBad: 0, fault: 'redirect' }
  return { intact: true, head: walk.head, lines: walk.lines }
}

/** Where the chain begins; `undefined` when somebody says so who may not. */
async function readStart({ db }: Reader, isSigned: IsSigned): Promise<Checkpoint | undefined> {
  const [start, ...more] = await db.selectFrom('chain_start').selectAll().execute()
  if (start === undefined) return { seq: 0, link: chainStart }
  if (more.length > 0 || !isSigned('cut', cutThrough(start), start.signature)) return undefined
  return { seq: start.seq, link: start.link }
}

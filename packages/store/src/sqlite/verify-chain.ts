import { createHash, type Hash } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Kysely } from 'kysely'
import { chainStart, nextLink } from '../chain.ts'
import { runDigest } from '../removal.ts'
import type { IsSigned } from '../signing.ts'
import { cutThrough } from '../statements.ts'
import type { Checkpoint, Fault, Verdict } from '../store.ts'
import { createBodyCheck } from './body-check.ts'
import { columnsAgree, isBlankLine, readAfter, type LineRow } from './chain-lines.ts'
import { createPersonCheck } from './person-check.ts'
import { readRemovals, type LawfulRun, type Removals } from './removals.ts'
import type { Tables } from './tables.ts'

/** Recomputes every link from the first line on. `known` are places the chain is known to have passed through. */
export async function verifyChain(db: Kysely<Tables>, isSigned: IsSigned, known: readonly Checkpoint[]): Promise<Verdict> {
  const start = await readStart(db, isSigned)
  if (start === undefined) return { intact: false, firstBad: 1, fault: 'start' }
  const checks = {
    removals: await readRemovals(db, isSigned),
    body: createBodyCheck(db, isSigned),
    person: createPersonCheck(db, isSigned),
    known: new Map(known.map(({ seq, link }) => [seq, link])),
  }
  const walk = new Walk(start, checks)
  for (;;) {
    const rows = await readAfter(db, walk.head.seq)
    if (rows.length === 0) break
    for (const row of rows) {
      const fault = walk.step(row) ?? (await walk.inside(row))
      if (fault !== undefined) return { intact: false, firstBad: walk.firstBad(fault), fault }
      walk.pass(row)
    }
    await nextTurn()
  }
  const farthest = known.reduce((most, { seq }) => Math.max(most, seq), 0)
  if (farthest > walk.head.seq) return { intact: false, firstBad: walk.head.seq + 1, fault: 'cut_off' }
  return { intact: true, head: walk.head, lines: walk.lines }
}

interface Checks {
  readonly removals: Removals
  readonly body: ReturnType<typeof createBodyCheck>
  readonly person: ReturnType<typeof createPersonCheck>
  readonly known: ReadonlyMap<number, string>
}

/** A walk along the chain: where it is, and what it must remember of the lines behind. */
class Walk {
  head: Checkpoint
  lines = 0
  readonly #checks: Checks
  #vouchedFor: number
  #run: { readonly lawful: LawfulRun; readonly links: Hash } | undefined
  #brokenRun: LawfulRun | undefined

  constructor(start: Checkpoint, checks: Checks) {
    this.head = start
    this.#vouchedFor = start.seq
    this.#checks = checks
  }

  /** What is wrong with the next line's place and link. */
  step(row: LineRow): Fault | undefined {
    if (row.seq !== this.head.seq + 1) return 'missing'
    const lawful = this.#checks.removals.runAt(row.seq)
    if (isBlankLine(row) !== (lawful !== undefined)) return 'removal'
    if (lawful === undefined) {
      if (row.link !== nextLink(this.head.link, row.record, row.config_change, row.body_sha256)) return 'changed'
    } else if (row.seq === lawful.first && lawful.before !== this.head.link) return 'checkpoint'
    else if (!this.#runIsWhole(row, lawful)) return 'removal'
    const known = this.#checks.known.get(row.seq)
    if (known !== undefined && known !== row.link) return 'checkpoint'
    return undefined
  }

  /** What is wrong inside a line whose link is right. */
  async inside(row: LineRow): Promise<Fault | undefined> {
    if (isBlankLine(row)) return undefined
    const record = columnsAgree(row)
    if (record === undefined) return 'changed'
    if (!(await this.#checks.person(record))) return 'person'
    const mayBeGone = row.seq <= this.#checks.removals.decisionsThrough
    return row.body_sha256 === null || (await this.#checks.body(row.body_sha256, mayBeGone)) ? undefined : 'body'
  }

  pass(row: LineRow): void {
    this.head = { seq: row.seq, link: row.link }
    this.lines += 1
    if (this.#checks.known.has(row.seq)) this.#vouchedFor = row.seq
  }

  /** A chain made anew is right in itself: it may be false since the last place that is vouched for. Of a run, the digest covers all lines. */
  firstBad(fault: Fault): number {
    if (fault === 'checkpoint') return this.#vouchedFor + 1
    return this.#brokenRun?.first ?? this.head.seq + 1
  }

  /** Puts a blanked line's link to the others of its run; at the end of the run their digest must be the one that was signed. */
  #runIsWhole(row: LineRow, lawful: LawfulRun): boolean {
    if (this.#run?.lawful !== lawful) this.#run = { lawful, links: createHash('sha256') }
    this.#run.links.update(row.link)
    if (row.seq < lawful.last) return true
    if (runDigest(this.#run.links) !== lawful.digest) this.#brokenRun = lawful
    this.#run = undefined
    // a signed removal vouches for the chain as well as a checkpoint does
    if (this.#brokenRun === undefined) this.#vouchedFor = lawful.last
    return this.#brokenRun === undefined
  }
}

/** Where the chain begins; `undefined` when somebody says so who may not. */
async function readStart(db: Kysely<Tables>, isSigned: IsSigned): Promise<Checkpoint | undefined> {
  const [start, ...more] = await db.selectFrom('chain_start').selectAll().execute()
  if (start === undefined) return { seq: 0, link: chainStart }
  if (more.length > 0 || !isSigned('cut', cutThrough(start), start.signature)) return undefined
  return { seq: start.seq, link: start.link }
}

import { createHash, type Hash } from 'node:crypto'
import { nextLink } from '../chain.ts'
import { runDigest } from '../removal.ts'
import type { Checkpoint, Fault } from '../store.ts'
import type { BodyCheck } from './body-check.ts'
import { columnsAgree, isBlankLine, type LineRow } from './chain-lines.ts'
import type { PersonCheck } from './person-check.ts'
import type { Reader } from './reader.ts'
import type { LawfulRun, Removals } from './removals.ts'

/** What a line is held against. Bodies and persons of a line are loaded before it is stepped on. */
export interface Checks {
  readonly reader: Reader
  readonly removals: Removals
  readonly body: BodyCheck
  readonly person: PersonCheck
}

/** A walk along the chain: where it is, and what it must remember of the lines behind. */
export class ChainWalk {
  head: Checkpoint
  lines = 0
  readonly #checks: Checks
  readonly #known: ReadonlyMap<number, string>
  #vouchedFor: number
  #run: { readonly lawful: LawfulRun; readonly links: Hash } | undefined
  #brokenRun: LawfulRun | undefined

  constructor(start: Checkpoint, checks: Checks, known: readonly Checkpoint[]) {
    this.head = start
    this.#vouchedFor = start.seq
    this.#checks = checks
    this.#known = new Map(known.map(({ seq, link }) => [seq, link]))
  }

  /** Takes the next line, unless something is wrong with it. */
  step(row: LineRow, record: Readonly<Record<string, unknown>> | undefined): Fault | undefined {
    const fault = this.#place(row) ?? this.#inside(row, record)
    if (fault !== undefined) return fault
    this.head = { seq: row.seq, link: row.link }
    this.lines += 1
    if (this.#known.has(row.seq)) this.#vouchedFor = row.seq
    return undefined
  }

  /** A chain made anew is right in itself: it may be false since the last place that is vouched for. Of a run, the digest covers all lines. */
  firstBad(fault: Fault): number {
    if (fault === 'checkpoint') return this.#vouchedFor + 1
    return this.#brokenRun?.first ?? this.head.seq + 1
  }

  /** What is wrong with a line's place and link. */
  #place(row: LineRow): Fault | undefined {
    if (row.seq !== this.head.seq + 1) return 'missing'
    const lawful = this.#checks.removals.runAt(row.seq)
    if (isBlankLine(row, this.#checks.reader.copies) !== (lawful !== undefined)) return 'removal'
    if (lawful === undefined) {
      if (row.link !== nextLink(this.head.link, row.record, row.config_change, row.body_sha256)) return 'changed'
    } else if (row.seq === lawful.first && lawful.before !== this.head.link) return 'checkpoint'
    else if (!this.#runIsWhole(row, lawful)) return 'removal'
    const known = this.#known.get(row.seq)
    if (known !== undefined && known !== row.link) return 'checkpoint'
    return undefined
  }

  /** What is wrong inside a line whose link is right. */
  #inside(row: LineRow, record: Readonly<Record<string, unknown>> | undefined): Fault | undefined {
    const { reader, removals, person, body } = this.#checks
    if (isBlankLine(row, reader.copies)) return undefined
    if (record === undefined || !columnsAgree(row, record, reader)) return 'changed'
    if (!person.isRight(record)) return 'person'
    const name = row.body_sha256
    return name === null || body.isRight(name, row.seq, removals.bodyMayBeGone(row)) ? undefined : 'body'
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

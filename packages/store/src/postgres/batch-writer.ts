import type { ClientBase } from 'pg'
import { nextLink } from '../chain.ts'
import { lineOfRow } from '../engine/line-of-row.ts'
import type { Line } from '../engine/line.ts'
import { BodyMissing } from '../engine/body-missing.ts'
import type { Body } from '../engine/known-bodies.ts'
import type { Row } from '../engine/row.ts'
import type { SpooledBatch } from '../spool/messages.ts'
import type { Checkpoint } from '../store.ts'
import { PostgresBooks } from './books.ts'
import { copies } from './copies.ts'
import { kept } from './reader.ts'
import { abandon, beginWriting, finish, type Head, type Patience, type Statement } from './transaction.ts'

/** What a batch came to. `fresh`: something was taken away since the last one. `bodies_missing`: nothing was written, for want of a body. */
export type Written = 'written' | 'fresh' | 'bodies_missing'

/** How its columns are sent; those that are not here are text. */
const types: Readonly<Record<string, string>> = {
  seq: 'bigint',
  kind: 'text',
  at: 'double precision',
  tool: 'text',
  customer: 'text',
  decision_id: 'text',
  record: 'text',
  config_change: 'text',
  body_sha256: 'text',
  link: 'text',
}
const columns = [...Object.keys(types), ...copies.map(([column]) => column)]
const arrays = columns.map((column, index) => `$${index + 1}::${types[column] ?? 'text'}[]`)
const insert = `INSERT INTO audits (${columns.join(', ')}) SELECT * FROM unnest(${arrays.join(', ')})`

/** Lines for the end of the chain, as a statement. Each line continues the one before. */
export function addLines(lines: readonly Line[], head: Checkpoint): { readonly statement: Statement; readonly place: Checkpoint } {
  let { seq, link } = head
  const rows = lines.map(({ kind, at, tool = '', customer = null, decisionId = null, record, configChange = null, bodySha256 = null }) => {
    const change = configChange === null ? null : kept(configChange)
    seq += 1
    link = nextLink(link, record, change, bodySha256)
    const parts = JSON.parse(record) as Readonly<Record<string, unknown>>
    const repeated = copies.map(([, part]) => {
      const value = parts[part]
      return typeof value === 'string' ? kept(value) : null
    })
    return [
      seq,
      kind,
      at,
      kept(tool),
      customer,
      decisionId === null ? null : kept(decisionId),
      record,
      change,
      bodySha256,
      link,
      ...repeated,
    ]
  })
  const values = columns.map((_, column) => rows.map((row) => row[column]))
  return { statement: { text: insert, values, changes: lines.length }, place: { seq, link } }
}

/** Says where the chain ends now, and whether something was taken away. */
export const moveHead = ({ seq, link }: Checkpoint, removals: number): Statement => ({
  text: 'UPDATE chain_head SET seq = $1, link = $2, removals = $3',
  values: [seq, link, removals],
  changes: 1,
})

/** Writes batches over one connection after another, each in one transaction of two trips when nothing has to be looked up. */
export class PostgresBatchWriter {
  readonly #books = new PostgresBooks()
  readonly #patience: Patience

  constructor(patience: Patience) {
    this.#patience = patience
  }

  /** Resolves once the batch is on the server's disk. Rejects with `InDoubt` when nobody can say, otherwise when none of it is kept. */
  async write(client: ClientBase, rows: readonly Row[], bodies: readonly Body[]): Promise<Written> {
    try {
      return await this.#transact(client, (head) => this.#writeRows(client, rows, bodies, { head, more: [] }))
    } catch (error) {
      if (error instanceof BodyMissing) return 'bodies_missing'
      throw error
    }
  }

  /** Writes batches out of a spool, in order, without those that were written before, by whomever. Rejects as `write` does. */
  async takeOver(client: ClientBase, spool: string, batches: readonly SpooledBatch[]): Promise<void> {
    const last = batches.at(-1)
    if (last === undefined) return
    await this.#transact(client, async (head) => {
      const fresh = await notYetWritten(client, spool, batches)
      const rows = fresh.flatMap((batch) => batch.rows)
      const bodies = fresh.flatMap((batch) => batch.bodies)
      const more = [takenOver(spool, last.number)]
      if (rows.length === 0) await finish(client, more, undefined)
      else await this.#writeRows(client, rows, bodies, { head, more })
    })
  }

  async #transact(client: ClientBase, write: (head: Head) => Promise<void>): Promise<'written' | 'fresh'> {
    try {
      const head = await beginWriting(client, this.#patience)
      const fresh = this.#books.trust(head.removals)
      await write(head)
      return fresh ? 'fresh' : 'written'
    } catch (error) {
      this.#books.forgetKnown()
      await abandon(client)
      throw error
    }
  }

  async #writeRows(
    client: ClientBase,
    rows: readonly Row[],
    bodies: readonly Body[],
    { head, more }: { readonly head: Head; readonly more: readonly Statement[] },
  ): Promise<void> {
    await this.#books.load(client, rows)
    const books = this.#books.asBooks(new Map(bodies))
    const lines = rows.map((row, index) => {
      const { line, who, callId } = lineOfRow(row, books)
      if (line.kind === 'begin' && callId !== null) this.#books.began(callId, who, head.seq + index + 1)
      return line
    })
    const { statement, place } = addLines(lines, head)
    await finish(client, [...this.#books.newEntries(), statement, moveHead(place, head.removals), ...more], place)
  }
}

const takenOver = (spool: string, through: number): Statement => ({
  text: 'INSERT INTO spools (spool, through) VALUES ($1, $2) ON CONFLICT (spool) DO UPDATE SET through = greatest(spools.through, excluded.through)',
  values: [spool, through],
  changes: 1,
})

async function notYetWritten(client: ClientBase, spool: string, batches: readonly SpooledBatch[]): Promise<readonly SpooledBatch[]> {
  const taken = await client.query<{ through: number }>('SELECT through FROM spools WHERE spool = $1', [spool])
  const through = taken.rows[0]?.through ?? 0
  const fresh: SpooledBatch[] = []
  for (const batch of batches) {
    if (batch.number > through && !(await wentWell(client, batch.doubt))) fresh.push(batch)
  }
  return fresh
}

async function wentWell(client: ClientBase, doubt: Checkpoint | undefined): Promise<boolean> {
  if (doubt === undefined) return false
  const found = await client.query('SELECT 1 FROM audits WHERE seq = $1 AND link = $2', [doubt.seq, doubt.link])
  return found.rows.length > 0
}

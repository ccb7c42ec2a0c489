import { sql } from 'kysely'
import { blankRecord } from './blank.ts'
import type { Reader } from './reader.ts'

/** Lines read at once; between two pages other work gets its turn. */
const page = 1000

/** A line as the chain covers it. */
export type LineRow = Awaited<ReturnType<typeof readAfter>>[number]

/** The next lines of the chain. */
export function readAfter({ db, copies }: Reader, seq: number) {
  return db
    .selectFrom('audits')
    .select(['seq', 'kind', 'at', 'tool', 'customer', 'decision_id', 'record', 'config_change', 'body_sha256', 'link'])
    .select(copies.map(([column]) => sql.ref(column).as(column)))
    .where('seq', '>', seq)
    .orderBy('seq')
    .limit(page)
    .execute()
}

/** Whether a line says that it was blanked, and indeed says nothing else. */
export function isBlankLine(row: LineRow, copies: Reader['copies']): boolean {
  return (
    row.kind === 'blank' &&
    row.record === blankRecord &&
    row.at === 0 &&
    row.tool === '' &&
    row.customer === null &&
    row.decision_id === null &&
    row.config_change === null &&
    row.body_sha256 === null &&
    copies.every(([name]) => copyOf(row, name) === null)
  )
}

/** The record of a line; `undefined` when it holds none. */
export function recordOf({ record }: LineRow): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(record)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

/** Whether the columns of a line say what its record says; a changed one could hide it. */
export function columnsAgree(row: LineRow, record: Readonly<Record<string, unknown>>, { copies, kept }: Reader): boolean {
  const column = (value: unknown): unknown => (typeof value === 'string' ? kept(value) : value)
  return (
    row.at === record['at'] &&
    row.tool === column(record['tool'] ?? '') &&
    row.customer === column(record['customer'] ?? null) &&
    row.decision_id === column(record['decisionId'] ?? null) &&
    row.kind === (record['kind'] ?? null) &&
    copies.every(([name, part]) => copyOf(row, name) === column(record[part] ?? null))
  )
}

const copyOf = (row: LineRow, column: string): unknown => (row as Readonly<Record<string, unknown>>)[column]

import { escapeInvisible, type FoundRecord } from '@cx-concierge/store'

const widths = { time: 20, tool: 24, outcome: 10, customer: 34 } as const

/** The first line of a table of records. */
export const recordHeading = [
  'time (UTC)'.padEnd(widths.time),
  'tool'.padEnd(widths.tool),
  'outcome'.padEnd(widths.outcome),
  'customer'.padEnd(widths.customer),
  'result',
].join('  ')

/** A record as one line of a table; nothing in it can break the line or move the cursor. */
export function recordRow(record: FoundRecord): string {
  const cells = [
    `${new Date(record.at).toISOString().slice(0, 19)}Z`.padEnd(widths.time),
    plain(record.tool?.replace(/@\d+$/, '') ?? '').padEnd(widths.tool),
    (record.outcome ?? record.kind).padEnd(widths.outcome),
    plain(record.customer ?? record.input?.['account_id'] ?? '').padEnd(widths.customer),
    plain(resultOf(record)),
  ]
  return cells.join('  ').trimEnd()
}

function resultOf({ kind, result = '', durationMs, reason, count }: FoundRecord): string {
  if (kind === 'refused_tokens') return `${count} × ${reason}`
  return durationMs === undefined ? result : `${result} (${durationMs} ms)`
}

function plain(text: string): string {
  return escapeInvisible(JSON.stringify(text)).slice(1, -1)
}

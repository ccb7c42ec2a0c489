import { quantile } from '../support/quantile.ts'
import type { Cell } from './cell.ts'

/** What a whole run comes to. */
export interface Summary {
  readonly cells: number
  readonly red: number
  readonly complete: number
  readonly partial: number
  readonly errors: number
  readonly slowestMs: number
  /** The 99th of a hundred answers. */
  readonly p99Ms: number
  readonly deadlineMs: number
  readonly mostOfOne: number
  readonly slowestSettleMs: number
  readonly longestStallMs: number
  readonly mostResidentMb: number
}

/** Adds the cells up. */
export function summarise(cells: readonly Cell[], deadlineMs: number): Summary {
  const most = (of: (cell: Cell) => number): number => Math.round(Math.max(0, ...cells.map(of)))
  const times = cells.map(({ tookMs }) => tookMs)
  const count = (outcome: Cell['outcome']): number => cells.filter((cell) => cell.outcome === outcome).length
  return {
    cells: cells.length,
    red: cells.filter(({ problems }) => problems.length > 0).length,
    complete: count('complete'),
    partial: count('partial'),
    errors: count('error'),
    slowestMs: most(({ tookMs }) => tookMs),
    p99Ms: Math.round(quantile(times, 0.99)),
    deadlineMs,
    mostOfOne: most(({ mostOfOne }) => mostOfOne),
    slowestSettleMs: most(({ settledMs }) => settledMs),
    longestStallMs: most(({ stalledMs }) => stalledMs),
    mostResidentMb: most(({ residentMb }) => residentMb),
  }
}

/** The same in sentences. */
export function summaryLines(summary: Summary): string[] {
  const { cells, red, complete, partial, errors, slowestMs, p99Ms, deadlineMs } = summary
  return [
    `${cells} calls: ${complete} complete, ${partial} partial with their gaps named, ${errors} typed errors; ${red} with a broken promise`,
    `answered within ${p99Ms} ms (99 of 100), ${slowestMs} ms at most; the deadline is ${deadlineMs} ms and 50 ms of grace`,
    `the same request came ${summary.mostOfOne} times at most; sockets and timers were gone after ${summary.slowestSettleMs} ms at most`,
    `the desk’s process lived through all of it: longest stall ${summary.longestStallMs} ms, most memory ${summary.mostResidentMb} MB`,
  ]
}

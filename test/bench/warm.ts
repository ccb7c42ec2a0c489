import { table, type Column } from '../support/command/table.ts'
import { legacyCall, modernCall, type EraRequest } from '../support/load/era-request.ts'
import { median } from '../support/quantile.ts'
import { openBaselines, usual } from './baselines.ts'
import { load, type LoadResult } from './load.ts'
import type { Measure, Measured, Settings } from './measure.ts'

/** One server under the same load as the others. */
interface WarmRow {
  readonly server: string
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
  /** Medians of ratios per round, so that a machine whose speed drifts does not decide. */
  readonly ofBare: number
  readonly ofSdk: number
}

const columns: readonly Column<WarmRow>[] = [
  { title: 'server', width: 30, show: ({ server }) => server },
  { title: 'calls/s', width: 10, show: ({ perSecond }) => perSecond.toFixed(0) },
  { title: 'p50 ms', width: 9, show: ({ p50Ms }) => p50Ms.toFixed(0) },
  { title: 'p99 ms', width: 9, show: ({ p99Ms }) => p99Ms.toFixed(0) },
  { title: 'of bare', width: 10, show: ({ ofBare }) => ofBare.toFixed(2) },
  { title: 'of SDK', width: 9, show: ({ ofSdk }) => ofSdk.toFixed(2) },
]

/** Calls that are answered from memory, against baselines. */
export const warm: Measure = { name: 'warm', what: 'warm calls against baselines in the same run', measure: measureWarm }

/** A warm call over HTTP, in both eras, against bare Fastify answering the same bytes and against the SDK as documented. */
async function measureWarm({ rounds, seconds, progress }: Settings): Promise<Measured> {
  await using baselines = await openBaselines()
  const { pinned, desk } = baselines
  const [bare, sdk] = baselines.contenders
  const { tool, args } = usual
  const servers: readonly (readonly [string, string, EraRequest])[] = [
    ['bare Fastify, same bytes', bare?.url ?? '', modernCall(tool, args, desk.token)],
    ['SDK as documented, constant', sdk?.url ?? '', modernCall(tool, args, desk.token)],
    ['desk, 2026-07-28', desk.url, modernCall(tool, args, desk.token)],
    ['desk, 2025-11-25', desk.url, legacyCall(tool, args, desk.token)],
  ]
  for (const [, url, request] of servers) await load(url, request, 2)
  const results = new Map<string, LoadResult[]>()
  for (let round = 1; round <= rounds; round += 1) {
    for (const [name, url, request] of servers) {
      progress(`round ${round} of ${rounds}: ${name}`)
      results.set(name, [...(results.get(name) ?? []), await load(url, request, seconds)])
    }
  }
  const of = (name: string): readonly LoadResult[] => results.get(name) as LoadResult[]
  const ratio = (name: string, base: string): number =>
    median(of(name).map((one, round) => one.perSecond / (of(base)[round] as LoadResult).perSecond))
  const rows = servers.map(([name]) => ({
    server: name,
    perSecond: median(of(name).map((one) => one.perSecond)),
    p50Ms: median(of(name).map((one) => one.p50Ms)),
    p99Ms: median(of(name).map((one) => one.p99Ms)),
    ofBare: ratio(name, servers[0]![0]),
    ofSdk: ratio(name, servers[1]![0]),
  }))
  const title = `Warm get_escalation_contact over HTTP, 32 connections${pinned ? ', server and load on a processor each' : ''}; medians of ${rounds} rounds`
  return { figures: { pinned, rows }, lines: [title, ...table(columns, rows)] }
}

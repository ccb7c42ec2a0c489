import { table, type Column } from '../support/command/table.ts'
import { closedLoop } from '../support/load/closed-loop.ts'
import { openLoop } from '../support/load/open-loop.ts'
import { median, quantile } from '../support/quantile.ts'
import { openBaselines } from './baselines.ts'
import type { Measure, Measured, Settings } from './measure.ts'

/** One server at half of what it can do. */
interface HalfRow {
  readonly server: string
  readonly saturation: number
  readonly p50Ms: number
  readonly p99Ms: number
  /** Of the time bare Fastify takes, in the same round. */
  readonly p50OfBare: number
  readonly p99OfBare: number
  readonly lost: number
}

const columns: readonly Column<HalfRow>[] = [
  { title: 'server', width: 30, show: ({ server }) => server },
  { title: 'most/s', width: 10, show: ({ saturation }) => saturation.toFixed(0) },
  { title: 'p50 ms', width: 9, show: ({ p50Ms }) => p50Ms.toFixed(2) },
  { title: 'p99 ms', width: 9, show: ({ p99Ms }) => p99Ms.toFixed(2) },
  { title: 'p50 × bare', width: 12, show: ({ p50OfBare }) => p50OfBare.toFixed(1) },
  { title: 'p99 × bare', width: 12, show: ({ p99OfBare }) => p99OfBare.toFixed(1) },
  { title: 'lost', width: 6, show: ({ lost }) => String(lost) },
]

/** How long calls take on a day like any other. */
export const half: Measure = {
  name: 'half',
  what: 'p50 and p99 of warm calls at half of what each server can do, whatever comes back',
  measure: measureHalf,
}

const atOnce = 32

async function measureHalf({ rounds, seconds, progress }: Settings): Promise<Measured> {
  await using baselines = await openBaselines()
  const results = new Map<string, HalfRow[]>()
  for (const { url, bytes } of baselines.contenders) await closedLoop({ url, atOnce, seconds: 2, next: () => ({ bytes }) })
  for (let round = 1; round <= rounds; round += 1) {
    let bare: HalfRow | undefined
    for (const { server, url, bytes } of baselines.contenders) {
      progress(`round ${round} of ${rounds}: ${server}`)
      const saturation = await closedLoop({ url, atOnce, seconds, next: () => ({ bytes }) })
      const { answeredMs, refusedMs, lost } = await openLoop(url, () => bytes, { perSecond: saturation / 2, seconds })
      const [p50Ms, p99Ms] = [quantile(answeredMs, 0.5), quantile(answeredMs, 0.99)]
      const against = bare ?? { p50Ms, p99Ms }
      const row = {
        server,
        saturation,
        p50Ms,
        p99Ms,
        p50OfBare: p50Ms / against.p50Ms,
        p99OfBare: p99Ms / against.p99Ms,
        lost: lost + refusedMs.length,
      }
      bare ??= row
      results.set(server, [...(results.get(server) ?? []), row])
    }
  }
  const rows = [...results].map(([server, all]): HalfRow => {
    const middle = (of: (row: HalfRow) => number): number => median(all.map(of))
    return {
      server,
      saturation: middle((row) => row.saturation),
      p50Ms: middle((row) => row.p50Ms),
      p99Ms: middle((row) => row.p99Ms),
      p50OfBare: middle((row) => row.p50OfBare),
      p99OfBare: middle((row) => row.p99OfBare),
      lost: all.reduce((sum, { lost }) => sum + lost, 0),
    }
  })
  return {
    figures: rows,
    lines: [
      `Warm calls at half of the most each server answers, whatever comes back; times from when a call was due; medians of ${rounds} rounds`,
      ...table(columns, rows),
    ],
  }
}

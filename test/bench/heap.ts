import { table, type Column } from '../support/command/table.ts'
import { closedLoop } from '../support/load/closed-loop.ts'
import { bytesOf, legacyCall, modernCall } from '../support/load/era-request.ts'
import type { Inside } from '../support/production/look-inside.ts'
import { openProductionWorld } from '../support/production/production-world.ts'
import { afterWarmUp, lineThrough, type Line, type Point } from '../support/trend.ts'
import { openBaselines, usual } from './baselines.ts'
import type { Measure, Measured, Settings } from './measure.ts'

/** What stays in memory when garbage is collected. */
interface HeapRow {
  readonly server: string
  readonly calls: number
  readonly fromMiB: number
  readonly toMiB: number
  /** Bytes per call, the first third left out, and by how much that may be off. */
  readonly line: Line
  readonly residentMiB: number
}

const columns: readonly Column<HeapRow>[] = [
  { title: 'server', width: 30, show: ({ server }) => server },
  { title: 'calls', width: 9, show: ({ calls }) => String(calls) },
  { title: 'heap MiB', width: 10, show: ({ fromMiB }) => fromMiB.toFixed(1) },
  { title: 'at the end', width: 12, show: ({ toMiB }) => toMiB.toFixed(1) },
  { title: 'bytes/call', width: 12, show: ({ line }) => line.slope.toFixed(1) },
  { title: '±', width: 7, show: ({ line }) => line.give.toFixed(1) },
  { title: 'RSS MiB', width: 9, show: ({ residentMiB }) => residentMiB.toFixed(0) },
]

/** Whether memory grows. */
export const heap: Measure = {
  name: 'heap',
  what: 'bytes that stay in the heap per call, after collections, over --calls',
  onlyNamed: true,
  measure: measureHeap,
}

const [atOnce, parts] = [32, 30]
const mebi = 2 ** 20

async function measureHeap({ calls, progress }: Settings): Promise<Measured> {
  const rows: HeapRow[] = []
  const grow = async (server: string, url: string, look: (collects: boolean) => Promise<Inside>, all: readonly Buffer[]): Promise<void> => {
    const points: Point[] = []
    const next = (number: number) => ({ bytes: all[number % all.length] as Buffer })
    await closedLoop({ url, atOnce, most: Math.round(calls / parts), next })
    let last = await look(true)
    for (let part = 0; part <= parts; part += 1) {
      points.push([(part * calls) / parts, last.main.heapBytes + last.others.reduce((sum, { heapBytes }) => sum + heapBytes, 0)])
      if (part === parts) break
      progress(`${server}: ${Math.round((part * calls) / parts)} of ${calls} calls`)
      await closedLoop({ url, atOnce, most: Math.round(calls / parts), next })
      last = await look(true)
    }
    const [from = [0, 0], to = [0, 0]] = [points[0], points.at(-1)]
    const line = lineThrough(afterWarmUp(points))
    rows.push({ server, calls, fromMiB: from[1] / mebi, toMiB: to[1] / mebi, line, residentMiB: last.residentBytes / mebi })
  }
  {
    await using baselines = await openBaselines()
    const [bare] = baselines.contenders
    if (bare) await grow(bare.server, bare.url, bare.child.look, [bare.bytes])
  }
  await using world = await openProductionWorld()
  const gateway = await world.start()
  const both = [modernCall, legacyCall].map((make) => bytesOf(gateway.url, make(usual.tool, usual.args, world.token)))
  await grow('gateway, warm, both eras', gateway.url, gateway.look, both)
  await gateway.end('SIGTERM')
  return { figures: rows, lines: [`Heap after collections, of all threads, over ${calls} calls`, ...table(columns, rows)] }
}

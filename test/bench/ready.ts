import { setTimeout as sleep } from 'node:timers/promises'
import { table, type Column } from '../support/command/table.ts'
import { openProductionWorld } from '../support/production/production-world.ts'
import { median } from '../support/quantile.ts'
import { openBaselines } from './baselines.ts'
import { startChild } from './child.ts'
import type { Measure, Measured, Settings } from './measure.ts'

/** How long one kind of server takes. */
interface ReadyRow {
  readonly server: string
  readonly medianMs: number
  readonly slowestMs: number
  readonly ofBare: number
}

const columns: readonly Column<ReadyRow>[] = [
  { title: 'server', width: 40, show: ({ server }) => server },
  { title: 'median ms', width: 11, show: ({ medianMs }) => medianMs.toFixed(0) },
  { title: 'slowest', width: 9, show: ({ slowestMs }) => slowestMs.toFixed(0) },
  { title: '× bare', width: 8, show: ({ ofBare }) => ofBare.toFixed(1) },
]

/** How long it takes until a gateway may be asked. */
export const ready: Measure = { name: 'ready', what: 'from the start of a process until /ready says yes', measure: measureReady }

const leastRounds = 5

async function measureReady({ rounds: asked, progress }: Settings): Promise<Measured> {
  const rounds = Math.max(leastRounds, asked)
  await using baselines = await openBaselines()
  await using world = await openProductionWorld()
  const gateway = (compileCache: boolean) => async (): Promise<() => Promise<unknown>> => {
    const started = await world.start({ looks: false, compileCache })
    while (!(await fetch(new URL('/ready', started.url))).ok) await sleep(2)
    return () => started.end('SIGKILL')
  }
  const bare = async (): Promise<() => Promise<unknown>> => {
    const child = await startChild('servers/bare.ts', baselines.answerFile)
    await (await fetch(child.url, { method: 'POST' })).text()
    return () => child.stop()
  }
  const kinds = [
    ['bare Fastify', bare],
    ['gateway', gateway(false)],
    ['gateway, with a compile cache on disk', gateway(true)],
  ] as const
  const times = new Map<string, number[]>()
  for (let round = 0; round <= rounds; round += 1) {
    for (const [server, start] of kinds) {
      progress(`${server}, ${round} of ${rounds}`)
      const began = performance.now()
      const stop = await start()
      // the first fills caches, the system's own too
      if (round > 0) times.set(server, [...(times.get(server) ?? []), performance.now() - began])
      await stop()
    }
  }
  const rows = [...times].map(([server, all]): ReadyRow => ({
    server,
    medianMs: median(all),
    slowestMs: Math.max(...all),
    ofBare: median(all) / median(times.get(kinds[0][0]) ?? []),
  }))
  return { figures: rows, lines: [`From the start of a process until it says that it is ready; ${rounds} times`, ...table(columns, rows)] }
}

import { setTimeout as wait } from 'node:timers/promises'
import type { CacheServer } from './cache-server.ts'
import type { Topology } from './topology.ts'
import { callsDuring, figuresOf, hasFailed, longestRecoveryMs, p99, reasons, type Outcome, type Stage } from './under-load.ts'

const mostErrors = 0.001

/** Next to no call fails, and what is read is shared again soon. */
export async function withCacheInTrouble(stage: Stage, trouble: (cache: CacheServer, ms: number) => Promise<void>): Promise<Outcome> {
  const { topology, seconds } = stage
  const { cache, replicas } = topology
  if (cache === undefined) throw new Error('there is no cache')
  const calls = callsDuring(stage, 0)
  const quarterMs = (seconds / 4) * 1000
  await wait(quarterMs)
  await trouble(cache, quarterMs)
  const recoveries = await Promise.all(replicas.map(sharesAgain))
  const ended = await calls
  const failed = ended.filter(hasFailed)
  const recoveryMs = Math.round(Math.max(...recoveries))
  const share = failed.length / ended.length
  return {
    figures: {
      ...figuresOf(ended),
      'p99 before, ms': p99(ended.filter(({ atMs }) => atMs < quarterMs)),
      'p99 from 1 s after, ms': p99(ended.filter(({ atMs }) => atMs > quarterMs + 1_000)),
      'shared again after ms': recoveryMs,
    },
    faults: [
      ...(share > mostErrors ? [`${failed.length} of ${ended.length} calls failed: ${reasons(failed)}`] : []),
      ...(recoveryMs > longestRecoveryMs ? [`replicas shared again only after ${recoveryMs} ms`] : []),
    ],
  }
}

/** How long it takes from now until a replica looks at what others have read, and nothing comes in between. */
async function sharesAgain(replica: Topology['replicas'][number]): Promise<number> {
  const look = async () => ({
    looks: await replica.metric('concierge_shared_answers_total'),
    troubles: await replica.metric('concierge_shared_cache_troubles_total'),
  })
  const started = performance.now()
  for (let before = await look(); performance.now() - started < 4 * longestRecoveryMs;) {
    await wait(50)
    const now = await look()
    if (now.looks > before.looks && now.troubles === before.troubles) return performance.now() - started
    before = now
  }
  return Infinity
}

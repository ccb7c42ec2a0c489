import { setTimeout as wait } from 'node:timers/promises'
import type { CacheServer } from './cache-server.ts'
import { callTool } from '../support/load/call-tool.ts'
import { startLoad, type Ended } from '../support/load/start-load.ts'
import { quantile } from '../support/quantile.ts'
import type { RecordServer } from './record-server.ts'
import { endsAfter, openSharedRecord, untilDrained } from './records.ts'
import { callerPerMinute, type Topology } from './topology.ts'

/** What one scenario showed. */
export interface Outcome {
  readonly figures: Readonly<Record<string, string | number>>
  /** What was promised and not kept. */
  readonly faults: readonly string[]
}

/** What scenarios are played with. */
interface Stage {
  readonly topology: Topology
  readonly perSecond: number
  readonly seconds: number
}

/** One kind of trouble. */
export interface Scenario {
  readonly name: string
  readonly what: string
  /** Without which it is skipped. */
  readonly needs: readonly ('cache' | 'records')[]
  play(stage: Stage): Promise<Outcome>
}

const agents = 150
const accounts = [
  '001NwAcmeRobot1IRA',
  '001NwBirchBake2IBB',
  '001NwCobaltHea3IBC',
  '001NwGlobexUkL9IBK',
  '001NwIrisBankA1IRI',
  '001NwDuneLogis4IRA',
]
const mostErrors = 0.001
const longestRecoveryMs = 5_000
/** A shared allowance may be exceeded by what trickles back while it is being used up. */
const leeway = 1.15

/** Everything that is tried. */
export const scenarios: readonly Scenario[] = [
  {
    name: 'replica',
    what: 'one replica is killed under load, and comes back',
    needs: [],
    play: async (stage) => {
      const [first] = stage.topology.replicas
      const calls = callsDuring(stage, 1)
      await wait((stage.seconds / 3) * 1000)
      await first?.kill()
      await wait((stage.seconds / 3) * 1000)
      await first?.start()
      const ended = await calls
      const lost = ended.filter(hasFailed)
      return {
        figures: { ...figuresOf(ended), 'tried twice': ended.filter(({ tries }) => tries > 1).length },
        faults: lost.length === 0 ? [] : [`${lost.length} calls failed twice: ${reasons(lost)}`],
      }
    },
  },
  {
    name: 'cache-killed',
    what: 'the cache is killed, and started again empty',
    needs: ['cache'],
    play: (stage) =>
      withCacheInTrouble(stage, async (cache, ms) => {
        await cache.kill()
        await wait(ms)
        await cache.start()
      }),
  },
  {
    name: 'cache-paused',
    what: 'the cache hangs, and goes on',
    needs: ['cache'],
    play: (stage) =>
      withCacheInTrouble(stage, async (cache, ms) => {
        cache.pause()
        await wait(ms)
        cache.goOn()
      }),
  },
  {
    name: 'cache-flapping',
    what: 'the cache is killed and started again and again',
    needs: ['cache'],
    play: (stage) =>
      withCacheInTrouble(stage, async (cache, ms) => {
        for (const until = performance.now() + ms; performance.now() < until;) {
          await cache.kill()
          await wait(400)
          await cache.start()
          await wait(300)
        }
      }),
  },
  {
    name: 'records-killed',
    what: 'the database of records is killed, and started again',
    needs: ['records'],
    play: (stage) =>
      withRecordsInTrouble(stage, async (records, ms) => {
        await records.kill()
        await wait(ms)
        await records.start()
      }),
  },
  {
    name: 'records-paused',
    what: 'the database of records hangs, and goes on',
    needs: ['records'],
    play: (stage) =>
      withRecordsInTrouble(stage, async (records, ms) => {
        records.pause()
        await wait(ms)
        records.goOn()
      }),
  },
  {
    name: 'records-and-replica',
    what: 'while the database of records is gone a replica is killed, with calls in its spool, and comes back when it is there again',
    needs: ['records'],
    play: (stage) =>
      withRecordsInTrouble(
        stage,
        async (records, ms) => {
          const [first] = stage.topology.replicas
          await records.kill()
          await wait(ms)
          await first?.kill()
          await records.start()
          await first?.start()
        },
        // this is about records: a balancer may show a call twice into a replica that is just being killed
        2,
      ),
  },
  {
    name: 'limits',
    what: `one agent asks without end; it may ${callerPerMinute} times a minute`,
    needs: ['cache'],
    play: async ({ topology }) => {
      const { cache, replicas } = topology
      // an earlier scenario may have left them apart
      await countedTogether(topology, 'early')
      const together = await allowed(topology, 'greedy-1')
      await cache?.kill()
      // the first call after it notices
      await allowed(topology, 'scout', 3 * replicas.length)
      const apart = await allowed(topology, 'greedy-2')
      await cache?.start()
      const recoveryMs = await countedTogether(topology, 'late')
      const faults = [
        ...(together > callerPerMinute * leeway ? [`${together} calls were let through with the cache`] : []),
        ...(apart > callerPerMinute * leeway * replicas.length
          ? [`${apart} calls were let through without the cache: the limit is open`]
          : []),
        ...(apart < callerPerMinute ? [`only ${apart} calls were let through without the cache`] : []),
        ...(recoveryMs > longestRecoveryMs ? [`limits were counted together again only after ${recoveryMs} ms`] : []),
      ]
      return {
        figures: {
          'let through, cache there': together,
          'let through, cache gone': apart,
          'counted together again after ms': recoveryMs,
        },
        faults,
      }
    },
  },
]

/** Every call that was answered has to be in the record afterwards, once, and the record whole. */
async function withRecordsInTrouble(
  stage: Stage,
  trouble: (records: RecordServer, ms: number) => Promise<void>,
  retries = 0,
): Promise<Outcome> {
  const { topology, seconds } = stage
  const { records, replicas, folder } = topology
  if (records === undefined) throw new Error('there is no database of records')
  const before = await openSharedRecord(records.url, folder)
  const { seq } = await before.head()
  await before.close()
  const calls = callsDuring(stage, retries)
  const quarterMs = (seconds / 4) * 1000
  await wait(quarterMs)
  await trouble(records, quarterMs)
  const recoveryMs = await untilDrained(replicas, 4 * longestRecoveryMs)
  const ended = await calls
  await untilDrained(replicas, 4 * longestRecoveryMs)
  const after = await openSharedRecord(records.url, folder)
  const verdict = await after.verify()
  const ends = await endsAfter(after, seq)
  await after.close()
  const spooled = await sumOf(replicas, 'concierge_records_spooled_total')
  const failed = ended.filter(hasFailed)
  const answered = ended.length - failed.length
  const recorded = ends.filter(({ outcome }) => outcome === 'answered')
  const twice = ends.length - new Set(ends.map(({ id }) => id)).size
  const unrecorded = await sumOf(replicas, 'concierge_unrecorded_answers_total')
  return {
    figures: {
      ...figuresOf(ended),
      'through spools': spooled,
      'answered and recorded': recorded.length,
      'drained after ms': recoveryMs,
    },
    faults: [
      ...(failed.length > 0 ? [`${failed.length} of ${ended.length} calls failed: ${reasons(failed)}`] : []),
      ...(spooled === 0 ? ['nothing went through a spool, so nothing was shown'] : []),
      ...(recoveryMs > longestRecoveryMs ? [`spools were empty only after ${recoveryMs} ms`] : []),
      ...(recorded.length < answered ? [`${answered} calls were answered, and ${recorded.length} recorded`] : []),
      ...(twice > 0 ? [`${twice} calls are in the record twice`] : []),
      ...(unrecorded > 0 ? [`${unrecorded} calls were answered without a record`] : []),
      ...(verdict.intact ? [] : [`the record is not intact: ${verdict.fault} at ${verdict.firstBad}`]),
    ],
  }
}

async function sumOf(replicas: Topology['replicas'], metric: string): Promise<number> {
  const numbers = await Promise.all(replicas.map((replica) => replica.metric(metric)))
  return numbers.reduce((sum, number) => sum + number, 0)
}

async function withCacheInTrouble(stage: Stage, trouble: (cache: CacheServer, ms: number) => Promise<void>): Promise<Outcome> {
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

async function callsDuring({ topology, perSecond, seconds }: Stage, retries: number): Promise<readonly Ended[]> {
  const tokens = await Promise.all(Array.from({ length: agents }, (_, agent) => topology.token(`agent-${agent}`)))
  const all: Ended[] = []
  const load = startLoad({
    perSecond,
    most: Math.round(perSecond * seconds),
    call: (number) => ({
      url: topology.url,
      token: tokens[number % agents] as string,
      accountId: accounts[number % accounts.length] as string,
      retries,
    }),
    ended: (ended) => void all.push(ended),
  })
  await load.over
  return all
}

/** How long it takes from now until an agent that asks a little too often is stopped: each replica alone would let all of it through. */
async function countedTogether(topology: Topology, agent: string): Promise<number> {
  const started = performance.now()
  for (let tries = 0; performance.now() - started < 4 * longestRecoveryMs; tries += 1) {
    if ((await allowed(topology, `${agent}-${tries}`, Math.ceil(callerPerMinute * 1.4))) <= callerPerMinute * leeway)
      return Math.round(performance.now() - started)
    await wait(200)
  }
  return Infinity
}

/** How many of so many calls of one agent, made at once, are let through. */
async function allowed({ url, token, replicas }: Topology, agent: string, calls = 2 * callerPerMinute * replicas.length): Promise<number> {
  const own = await token(agent)
  let through = 0
  let left = calls
  const ask = async (): Promise<void> => {
    for (; left > 0;) {
      left -= 1
      const { failed } = await callTool(url, own, 'get_escalation_contact', { account_id: accounts[0] })
      if (failed === undefined) through += 1
    }
  }
  await Promise.all(Array.from({ length: 16 }, ask))
  return through
}

const figuresOf = (ended: readonly Ended[]): Record<string, number> => ({
  calls: ended.length,
  failed: ended.filter(hasFailed).length,
  'p99, ms': p99(ended),
})

const hasFailed = ({ answer }: Ended): boolean => answer.failed !== undefined

const p99 = (ended: readonly Ended[]): number =>
  Math.round(
    quantile(
      ended.map(({ ms }) => ms),
      0.99,
    ),
  )

function reasons(failed: readonly Ended[]): string {
  const counts = new Map<string, number>()
  for (const { answer } of failed) counts.set(answer.failed ?? '', (counts.get(answer.failed ?? '') ?? 0) + 1)
  return [...counts].map(([reason, count]) => `${reason} (${count})`).join(', ')
}

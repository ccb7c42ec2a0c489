import { setTimeout as wait } from 'node:timers/promises'
import { askWithoutEnd } from './ask-without-end.ts'
import { withCacheInTrouble } from './cache-in-trouble.ts'
import { withRecordsInTrouble } from './records-in-trouble.ts'
import { callerPerMinute } from './topology.ts'
import { callsDuring, figuresOf, hasFailed, reasons, type Outcome, type Stage } from './under-load.ts'

/** One kind of trouble. */
export interface Scenario {
  readonly name: string
  readonly what: string
  /** Without which it is skipped. */
  readonly needs: readonly ('cache' | 'records')[]
  play(stage: Stage): Promise<Outcome>
}

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
    play: ({ topology }) => askWithoutEnd(topology),
  },
]

// npm run test:drain [-- --times 10 --calls 5000 --rate 200 --json]
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { GatewayProcess } from '../support/production/gateway-process.ts'
import { openPollingBalancer } from '../support/balancer/polling-balancer.ts'
import { command } from '../support/command/command.ts'
import { endedWell, listen } from './support/listener.ts'
import { startWatchedLoad } from './support/load.ts'
import { openWorld } from './support/world.ts'

const help = `Ends one of two gateways behind a balancer that polls /ready every 100 ms, over and over, while calls go on. None may fail. First the same with
gateways that end at once, to see that calls fail then.

  --times N   gateways to end (10)
  --calls N   calls per gateway (5000)
  --rate N    calls per second (200)
  --naive N   gateways that end at once, before (3)`
const { numbers, progress, say, end } = command(help, { numbers: { times: 10, calls: 5000, rate: 200, naive: 3 } })
const { times, calls, rate, naive } = numbers
const [pollMs, exitWithinMs, forcedWithinMs] = [100, 30_000, 1_000]

/** What ending one gateway came to. */
interface Round {
  readonly sent: number
  readonly failed: number
  /** Turned away for lack of room, as a busy machine makes it. */
  readonly shed: number
  readonly why: string | undefined
  readonly exitMs: number
  readonly code: number | null
  readonly listenerEnded: boolean
}

await using world = await openWorld()
const start = (place: number, notice: number): Promise<GatewayProcess> =>
  world.start({ args: ['--data', join(world.folder, `data-${place}`), '--notice', String(notice)] })
const originOf = ({ url }: GatewayProcess): string => new URL(url).origin

async function rounds(
  what: string,
  count: number,
  callsEach: number,
  notice: number,
): Promise<{ all: readonly Round[]; farewells: number }> {
  await using balancer = await openPollingBalancer(pollMs)
  const gateways = [await start(0, notice), await start(1, notice)]
  for (const gateway of gateways) await balancer.add(originOf(gateway))
  const all: Round[] = []
  for (let round = 0; round < count; round += 1) {
    const load = startWatchedLoad({ url: () => balancer.url, token: world.token, perSecond: rate })
    const place = round % 2
    const leaving = gateways[place]
    if (!leaving) break
    const { heard } = await listen(leaving.url, world.token)
    await sleep(500)
    const started = performance.now()
    const { code } = await leaving.end('SIGTERM')
    const exitMs = performance.now() - started
    balancer.remove(originOf(leaving))
    const arriving = await start(place, notice)
    gateways[place] = arriving
    await balancer.add(originOf(arriving))
    while (load.sent() - load.shed() < callsEach) {
      progress(`${what} ${round + 1} of ${count}: ${load.sent()} of ${callsEach} calls, ${load.failures.length} failed`)
      await sleep(100)
    }
    await load.stop()
    all.push({
      sent: load.sent(),
      failed: load.failures.length,
      shed: load.shed(),
      why: load.failures[0],
      exitMs,
      code,
      listenerEnded: endedWell(await heard),
    })
    const { sent, failed } = all.at(-1) as Round
    say(
      `  ${what} ${round + 1}: ${failed} of ${sent} failed, ended with ${code} after ${Math.round(exitMs)} ms${load.failures[0] === undefined ? '' : `; ${load.failures[0].slice(0, 120)}`}`,
    )
  }
  for (const gateway of gateways) await gateway.end('SIGKILL')
  return { all, farewells: balancer.farewells() }
}

const sum = (all: readonly Round[], part: 'sent' | 'failed' | 'shed'): number => all.reduce((total, round) => total + round[part], 0)

const baseline = await rounds('at once', naive, Math.min(calls, rate * 8), 0)
const drained = await rounds('drained', times, calls, 2)

const stubborn = await start(2, 10)
stubborn.process.kill('SIGTERM')
await sleep(300)
const secondAt = performance.now()
const forced = await stubborn.end('SIGTERM')
const forcedMs = performance.now() - secondAt

const slowest = Math.max(...drained.all.map(({ exitMs }) => exitMs))
const why = drained.all.find((round) => round.failed > 0)?.why
end(
  [
    ...(naive === 0
      ? []
      : [
          {
            what: 'a gateway that ends at once fails calls',
            holds: sum(baseline.all, 'failed') > 0,
            figures: `${baseline.all.map(({ failed }) => failed).join(', ')} of ${sum(baseline.all, 'sent')}`,
          },
        ]),
    {
      what: 'a gateway that drains fails none',
      holds: sum(drained.all, 'failed') === 0 && drained.all.every(({ sent, shed }) => sent - shed >= calls),
      figures: `${sum(drained.all, 'failed')} of ${sum(drained.all, 'sent')}, ${times} times in a row; ${sum(drained.all, 'shed')} found no room${why === undefined ? '' : `: ${why}`}`,
    },
    {
      what: `each ends with 0 within ${exitWithinMs / 1000} s`,
      holds: drained.all.every(({ code, exitMs }) => code === 0 && exitMs <= exitWithinMs),
      figures: `codes ${[...new Set(drained.all.map(({ code }) => code))].join(', ')}, slowest ${Math.round(slowest)} ms`,
    },
    {
      what: 'whoever listens gets a final answer',
      holds: drained.all.every(({ listenerEnded }) => listenerEnded),
      figures: `${drained.all.filter(({ listenerEnded }) => listenerEnded).length} of ${drained.all.length}`,
    },
    { what: 'connections that are kept are told that they are over', holds: drained.farewells > 0, figures: `${drained.farewells} told` },
    {
      what: `a second signal ends it within ${forcedWithinMs} ms`,
      holds: forced.code !== 0 && forcedMs <= forcedWithinMs,
      figures: `code ${forced.code} after ${Math.round(forcedMs)} ms`,
    },
  ],
  { naive: baseline.all, drained: drained.all, forcedMs },
)
// what runs out of scope is not waited for by an exit
await world[Symbol.asyncDispose]()
process.exit()

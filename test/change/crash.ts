// npm run test:crash [-- --times 200 --rate 100 --json]
import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { runConcierge } from '../support/production/gateway-process.ts'
import { command } from '../support/command/command.ts'
import { quantile } from '../support/quantile.ts'
import { clockJumps } from './support/clock-jumps.ts'
import { fullDisk } from './support/full-disk.ts'
import { startWatchedLoad } from './support/load.ts'
import { recordedTraces } from './support/record-file.ts'
import { recordOrder } from './support/record-order.ts'
import { openWorld } from './support/world.ts'

const help = `Kills a gateway at random moments while it is being called. Every call that was answered must be in the record, the record must be whole, and the
gateway ready again at once. Then looks at the order of system calls (strace), runs it into a full disk (prlimit), and sets its clock (libfaketime).

  --times N     times to kill it (200)
  --rate N      calls per second (100)
  --seed N      another seed, other moments (1)
  --seconds N   between two jumps of the clock (5)`
const { numbers, progress, say, end } = command(help, { numbers: { times: 200, rate: 100, seed: 1, seconds: 5 } })
const { times, rate, seed, seconds } = numbers
const readyWithinMs = 3_000
const longestLifeMs = 1_500
const answersWithinMs = 2_500

/** From 0 to 1, the same for the same seed. */
const random = (turn: number): number => createHash('sha256').update(`${seed} ${turn}`).digest().readUInt32BE(0) / 2 ** 32
const traceOf = (turn: number, call: number): string => createHash('sha256').update(`${seed} ${turn} ${call}`).digest('hex').slice(0, 32)

await using world = await openWorld()
let [answered, lost, damaged] = [0, 0, 0]
const readyMs: number[] = []
for (let turn = 0; turn < times; turn += 1) {
  const started = performance.now()
  const gateway = await world.start()
  while (!(await fetch(new URL('/ready', gateway.url))).ok) await sleep(10)
  readyMs.push(performance.now() - started)
  const acknowledged: string[] = []
  const load = startWatchedLoad({
    url: () => gateway.url,
    token: world.token,
    perSecond: rate,
    headers: (call) => ({ traceparent: `00-${traceOf(turn, call)}-${'1'.repeat(16)}-01` }),
    look: (answer) => void acknowledged.push(answer.trace),
  })
  await sleep(100 + random(turn) * longestLifeMs)
  await gateway.end('SIGKILL')
  await load.stop()
  try {
    const recorded = recordedTraces(world.data)
    lost += acknowledged.filter((trace) => !recorded.has(trace)).length
  } catch {
    damaged += 1
  }
  answered += acknowledged.length
  progress(`killed ${turn + 1} of ${times} times: ${answered} calls answered, ${lost} lost`)
}
const verified = times === 0 ? undefined : await runConcierge(['audit', 'verify', '--data', world.data], {})
say(`  ${verified?.output.toString().trim().split('\n').at(-1) ?? ''}`)

progress('the order of system calls')
const order = await recordOrder(world, 50)
const disks = []
for (const rule of ['refuse', 'answer_and_say'] as const) {
  progress(`a full disk: ${rule}`)
  disks.push([rule, await fullDisk(world, rule)] as const)
}
progress('the clock')
const clock = await clockJumps(world, rate / 2, seconds * 1_000)

const skipped = [
  ...(order ? [] : ['the order of system calls: strace is not installed']),
  ...(disks.every(([, disk]) => disk) ? [] : ['a full disk: prlimit is not installed']),
  ...(clock ? [] : ['the clock: libfaketime is not installed']),
]
for (const what of skipped) say(`– ${what}; skipped`)
const slowest = Math.max(0, ...readyMs)
end(
  [
    ...(times === 0
      ? []
      : [
          {
            what: 'every call that was answered is in the record',
            holds: lost === 0 && answered > 0,
            figures: `${lost} of ${answered} lost, killed ${times} times`,
          },
          {
            what: 'the record is whole',
            holds: damaged === 0 && verified?.code === 0,
            figures: `${damaged} times damaged; audit verify ended with ${verified?.code}`,
          },
          {
            what: `it is ready again within ${readyWithinMs} ms`,
            holds: slowest <= readyWithinMs,
            figures: `median ${Math.round(quantile(readyMs, 0.5))} ms, p99 ${Math.round(quantile(readyMs, 0.99))} ms, slowest ${Math.round(slowest)} ms`,
          },
        ]),
    ...(order
      ? [
          {
            what: 'no answer leaves before the disk was told to keep its record',
            holds: order.tooEarly === 0 && order.answers >= 50,
            figures: `${order.tooEarly} of ${order.answers} too early, ${order.syncs} times told`,
          },
        ]
      : []),
    ...disks.flatMap(([rule, disk]) =>
      disk
        ? [
            {
              what: `a full disk, ${rule}`,
              holds:
                disk.lost === 0 &&
                disk.cameBack &&
                disk.other.length === 0 &&
                (rule === 'refuse' ? disk.refused > 0 && disk.said === 0 : disk.said > 0 && disk.refused === 0),
              figures: `${disk.answered} answered and recorded, ${disk.lost} lost; when full ${disk.refused} refused, ${disk.said} answered and said so, ${disk.other.length} else; ${disk.cameBack ? 'came back by itself' : 'did not come back'}`,
            },
          ]
        : [],
    ),
    ...(clock
      ? [
          {
            what: 'a clock that is set breaks nothing',
            holds: clock.failures.length === 0 && clock.sawJumps && clock.slowestMs <= answersWithinMs && clock.reloadMs <= 1_000,
            figures: `${clock.failures.length} of ${clock.sent} calls failed${clock.failures[0] === undefined ? '' : ` (${clock.failures[0].slice(0, 120)})`}, slowest ${Math.round(clock.slowestMs)} ms; two hours back, a change of files took ${Math.round(clock.reloadMs)} ms`,
          },
        ]
      : []),
  ],
  {
    times,
    answered,
    lost,
    readyMs: { median: quantile(readyMs, 0.5), slowest },
    order,
    disks: Object.fromEntries(disks),
    clock,
    skipped,
  },
)
// what runs out of scope is not waited for by an exit
await world[Symbol.asyncDispose]()
process.exit()

// npm run soak [-- --minutes 15 --part 0.6 --faults 0.05 --json]
import { statSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { availableParallelism, loadavg } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { runConcierge } from '../support/production/gateway-process.ts'
import { command } from '../support/command/command.ts'
import { closedLoop } from '../support/load/closed-loop.ts'
import { keepPace } from '../support/load/keep-pace.ts'
import { openRawLines } from '../support/load/raw-lines.ts'
import { openProductionWorld } from '../support/production/production-world.ts'
import { quantile } from '../support/quantile.ts'
import { randomFrom } from '../support/random.ts'
import { createQuestions, type Asked } from './questions.ts'
import { createTally, isLost } from './tally.ts'
import { afterWarmUp, growthOf, isFlat, lineThrough } from '../support/trend.ts'

const help = `Runs a production gateway for a long time: in a process of its own, with durable records, metrics and the check of tokens, over pretend
backends in a second process that hurt some of the requests in those ways of "npm run faults" that can be mixed; asked from a third. First it is seen how many
calls it answers at most, then it is asked at a part of that, whatever comes back: warm and cold questions of both protocol eras to all tools,
questions that make no sense, and callers that go away. Looks inside every few seconds, after a garbage collection.

Ends with 1 when a call was lost or hung, when memory, sockets or timers grow, or when the record is not whole.

  --minutes N   how long (2)
  --part N      of the most it can answer (0.6)
  --faults N    part of the requests to backends that is hurt (0.05)
  --seed N      another seed, other questions (1)`
const { numbers, paint, progress, say, end } = command(help, { numbers: { minutes: 2, part: 0.6, faults: 0.05, seed: 1 } })
const { minutes, part, faults, seed } = numbers
/** Bytes of heap that may stay behind per call. */
const mostBytesPerCall = 50
/** With fewer, the noise of collections is larger than what would be found. */
const fewestCallsToJudge = 20_000
/** Connections, files or timers that may be left over. */
const few = 8
const use = '    use: salesforce\n'
const rereads = 'refresh: { accounts: 3s, accountsByNumber: 3s, people: 3s }'
const coldAccounts = 600
const atOnce = 64
const [warmSeconds, saturationSeconds] = [4, 8]
const settleMs = 3_000
const verifyWithinMs = 600_000
const mebi = 2 ** 20
const inMebi = (value: number): string => `${(value / mebi).toFixed(1)} MiB`
const looks = Math.max(12, Math.min(60, Math.round(minutes * 4)))

/** What was seen at one moment. */
interface Sample {
  readonly seconds: number
  readonly calls: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly heapBytes: number
  readonly storeHeapBytes: number
  readonly externalBytes: number
  readonly residentBytes: number
  /** Besides the connections of this run's callers. */
  readonly descriptors: number
  readonly sockets: number
  readonly timers: number
  readonly delayP99Ms: number
  readonly delayMaxMs: number
}

progress('starting')
await using world = await openProductionWorld({
  accounts: coldAccounts,
  // what Salesforce said is old after a few seconds, so that there are cold questions without end; others allow too few requests for that
  edit: (texts) => ({ ...texts, 'connectors.yaml': texts['connectors.yaml'].replace(use, `${use}    ${rereads}\n`) }),
  tokensLastS: Math.ceil(minutes * 60) + 3_600,
})
const gateway = await world.start()
/** Of everything that was ever asked, and of what was asked at the steady rate. */
const [all, tally] = [createTally(), createTally()]
const questions = createQuestions({
  url: gateway.url,
  token: world.token,
  staffToken: world.staffToken,
  coldAccounts: world.accountIds,
  random: randomFrom(seed),
})
const closed = (seconds: number): Promise<number> =>
  closedLoop({ url: gateway.url, atOnce, seconds, next: questions.next, ended: all.note })

progress('filling its memory')
const every = questions.all()
await closedLoop({ url: gateway.url, atOnce, most: every.length, next: (number) => every[number] as Asked, ended: all.note })
await closed(warmSeconds)
await world.hurt(faults)
progress('looking for the most it can answer')
const saturation = await closed(saturationSeconds)
const perSecond = saturation * part
say(
  `A production gateway answers ${Math.round(saturation)} calls/s of this mix at most; it is asked ${Math.round(perSecond)} a second for ${minutes} minutes, ${Math.round(faults * 100)} % of the requests to its backends hurt`,
)
const columns = [
  'seconds',
  'calls',
  'p50 ms',
  'p99 ms',
  'heap MiB',
  'store MiB',
  'RSS MiB',
  'files',
  'sockets',
  'timers',
  'delay p99',
  'max',
]
const row = (cells: readonly string[]): string => cells.map((cell) => cell.padStart(10)).join('')
say(paint('dim', row(columns)))

const samples: Sample[] = []
const raw = openRawLines(gateway.url)
let began = performance.now()
await sleep(settleMs)
const quiet = await sample()
began = performance.now()
const pace = keepPace({ perSecond, most: Math.round(perSecond * minutes * 60) }, (number, dueAt) => {
  raw.send({ ...questions.next(), dueAt }, (ended) => {
    all.note(ended)
    tally.note(ended)
    const decision = number % 50 === 0 ? /"decision_id":"(dec_\w+)"/.exec(ended.text)?.[1] : undefined
    if (decision !== undefined) questions.decided(decision)
  })
})
const showing = setInterval(() => {
  const lost = tally.sumOf(isLost)
  progress(
    `${Math.round((performance.now() - began) / 1_000)} of ${minutes * 60} s: ${tally.sum()} calls, ${tally.counts['partial'] ?? 0} partial, ${tally.counts['shed'] ?? 0} shed, ${lost === 0 ? 'none lost' : paint('red', `${lost} LOST`)}`,
  )
}, 2_000)
const isOver = pace.over.then(() => true)
while (!(await Promise.race([isOver, sleep((minutes * 60_000) / looks, false)]))) samples.push(await sample())
// those under way are answered, or given up, by then
for (let waits = 0; raw.underWay() > 0 && waits < 200; waits += 1) await sleep(100)
clearInterval(showing)
raw.close()
const calls = tally.sum()
const seconds = (performance.now() - began) / 1_000
await sleep(settleMs)
samples.push(await sample())
const { requests, faults: met } = await world.count()
const unfinished = await gateway.metric('concierge_calls_in_flight')
const counted = await gateway.metric('concierge_calls_total')
const refused = await gateway.metric('concierge_records_refused_total')
progress('ending it')
const { code } = await gateway.end('SIGTERM')
progress('verifying the record')
const records = recordsIn(gateway.data)
const recordBytes = statSync(join(gateway.data, 'concierge.sqlite')).size
const verified = await runConcierge(['audit', 'verify', '--data', gateway.data, '--json'], {}, verifyWithinMs)
const verdict = JSON.parse(verified.output.toString().trim().split('\n').at(-1) ?? '{}') as {
  readonly intact?: boolean
  readonly lines?: number
}

async function sample(): Promise<Sample> {
  const times = tally.takeTimes()
  // those it has not taken yet count, too
  const own = raw.open()
  const inside = await gateway.look(true)
  const taken = {
    seconds: (performance.now() - began) / 1_000,
    calls: tally.sum(),
    p50Ms: quantile(times, 0.5),
    p99Ms: quantile(times, 0.99),
    heapBytes: inside.main.heapBytes,
    storeHeapBytes: inside.others.reduce((sum, { heapBytes }) => sum + heapBytes, 0),
    externalBytes: inside.externalBytes,
    residentBytes: inside.residentBytes,
    descriptors: Math.max(0, inside.descriptors - own),
    sockets: Math.max(0, (inside.resources['TCPSocketWrap'] ?? 0) - own),
    timers: inside.resources['Timeout'] ?? 0,
    delayP99Ms: inside.delayP99Ms,
    delayMaxMs: inside.delayMaxMs,
  }
  say(
    row([
      taken.seconds.toFixed(0),
      String(taken.calls),
      taken.p50Ms.toFixed(1),
      taken.p99Ms.toFixed(1),
      (taken.heapBytes / mebi).toFixed(1),
      (taken.storeHeapBytes / mebi).toFixed(1),
      (taken.residentBytes / mebi).toFixed(0),
      String(taken.descriptors),
      String(taken.sockets),
      String(taken.timers),
      taken.delayP99Ms.toFixed(0),
      taken.delayMaxMs.toFixed(0),
    ]),
  )
  return taken
}

/** Lines of the record by their kind. */
function recordsIn(folder: string): Readonly<Record<string, number>> {
  using database = new DatabaseSync(join(folder, 'concierge.sqlite'), { readOnly: true })
  const rows = database.prepare('SELECT kind, count(*) AS count FROM audits GROUP BY kind').all()
  return Object.fromEntries(rows.map(({ kind, count }) => [String(kind), Number(count)]))
}

const kept = afterWarmUp(samples.slice(0, -1))
const heap = lineThrough(kept.map((one) => [one.calls, one.heapBytes + one.storeHeapBytes]))
const judged = (kept.at(-1)?.calls ?? 0) - (kept[0]?.calls ?? 0)
const lost = all.sumOf(isLost)
const cancelled = all.counts['hung up'] ?? 0
const [shed, unsent] = [all.counts['shed'] ?? 0, all.counts['never sent'] ?? 0]
const answered = all.sum() - lost - cancelled - shed - unsent
const recorded = (records['call'] ?? 0) + (records['end'] ?? 0)
const flat = (what: string, few: number, of: (one: Sample) => number) => {
  const values = kept.map(of)
  const growth = growthOf(values)
  return {
    what: `${what} stay where they are`,
    holds: isFlat(values, few),
    figures: `${growth >= 0 ? '+' : '−'}${inMebi(Math.abs(growth))} from one half to the other, at ${inMebi(quantile(values, 0.5))}`,
  }
}
/** How many there are while it is asked depends on what is under way at that moment. */
const back = (what: string, of: (one: Sample) => number) => {
  const [first, last] = [of(quiet), of(samples.at(-1) as Sample)]
  return {
    what: `${what} are as many as before when nobody asks any more`,
    holds: last <= first + few,
    figures: `${first} before, ${quantile(kept.map(of), 0.5)} and at most ${Math.max(...kept.map(of))} meanwhile, ${last} after`,
  }
}

say('')
for (const [kind, count] of Object.entries(tally.counts).toSorted(([, a], [, b]) => b - a))
  say(`  ${kind.padEnd(22)}${String(count).padStart(10)}${`${((count / tally.sum()) * 100).toFixed(2)} %`.padStart(10)}`)
say(
  `  backends: ${Object.entries(requests)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ')} requests; ${Object.values(met).reduce((sum, count) => sum + count, 0)} hurt in ${Object.keys(met).length} ways`,
)
for (const text of all.strange) say(`  ${text}`)
const [load = 0] = loadavg()
if (unsent > 0 || load > 2 * availableParallelism())
  say('This machine had more to do than it has processors, so that what it answers at most changed: run this again when it is quiet.')
end(
  [
    {
      what: 'no call is lost, and none hangs',
      holds: lost === 0 && unsent === 0 && calls >= Math.round(perSecond * minutes * 60),
      figures: `${unsent === 0 ? '' : `${unsent} could not even be sent, `}${lost} of ${all.sum()}, ${calls} of them at ${Math.round(calls / seconds)} a second`,
    },
    {
      what: `at most ${mostBytesPerCall} bytes of heap stay behind per call`,
      holds: judged < fewestCallsToJudge || heap.slope - heap.give <= mostBytesPerCall,
      figures: `${heap.slope.toFixed(1)} ± ${heap.give.toFixed(1)} over ${judged} calls${judged < fewestCallsToJudge ? ', too few to judge' : ''}, ${kept.length} looks after the first third; ${inMebi((kept.at(-1)?.heapBytes ?? 0) + (kept.at(-1)?.storeHeapBytes ?? 0))} in the end`,
    },
    flat('bytes outside the heap', 8 * mebi, (one) => one.externalBytes),
    flat('resident bytes', 32 * mebi, (one) => one.residentBytes),
    back('file descriptors', (one) => one.descriptors),
    back('sockets', (one) => one.sockets),
    back('timers', (one) => one.timers),
    {
      what: 'every call is in the record',
      holds: recorded === counted && recorded >= answered && recorded <= answered + cancelled + lost && refused === 0 && unfinished === 0,
      figures: `${recorded} calls in the record, ${counted} counted by the gateway; ${answered} answered and ${cancelled} ended by their callers`,
    },
    {
      what: 'the record is whole',
      holds: verified.code === 0 && verdict.intact === true,
      figures: `${verdict.lines ?? 0} lines verified; ${Math.round(recordBytes / recorded)} bytes on disk per call`,
    },
    { what: 'it ends well', holds: code === 0, figures: `with ${code}` },
  ],
  {
    saturation,
    perSecond,
    minutes,
    calls,
    seconds,
    counts: tally.counts,
    requests,
    faults: met,
    bytesPerCall: heap,
    samples,
    records,
    recordBytes,
  },
)
// what runs out of scope is not waited for by an exit
await world[Symbol.asyncDispose]()
process.exit()

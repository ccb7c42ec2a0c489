import { get } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { pinLoad, pinServer } from './child.ts'
import { closedLoop } from '../support/load/closed-loop.ts'
import { bytesOf, modernCall } from '../support/load/era-request.ts'
import { openProductionWorld } from '../support/production/production-world.ts'
import { openLoop } from '../support/load/open-loop.ts'
import { table, type Column } from '../support/command/table.ts'
import type { Measure, Measured, Settings } from './measure.ts'
import { quantile } from '../support/quantile.ts'

/** The desk at a multiple of what it can do. */
interface OverloadRow {
  /** Of what it does when everybody waits for their answer. */
  readonly times: number
  readonly askedPerSecond: number
  readonly answeredPerSecond: number
  /** Of the most that were answered at any pace. */
  readonly goodput: number
  readonly answeredP50Ms: number
  readonly answeredP99Ms: number
  readonly refused: number
  readonly refusedP99Ms: number
  readonly lost: number
  /** The longest answer of `/live`. */
  readonly liveMaxMs: number
  readonly residentMiB: number
}

const column = (title: string, show: (row: OverloadRow) => string): Column<OverloadRow> => ({ title, width: 12, show })
const columns: readonly Column<OverloadRow>[] = [
  column('× saturation', ({ times }) => times.toFixed(1)),
  column('asked/s', ({ askedPerSecond }) => askedPerSecond.toFixed(0)),
  column('answered/s', ({ answeredPerSecond }) => answeredPerSecond.toFixed(0)),
  column('of peak', ({ goodput }) => goodput.toFixed(2)),
  column('p50', ({ answeredP50Ms }) => answeredP50Ms.toFixed(1)),
  column('p99', ({ answeredP99Ms }) => answeredP99Ms.toFixed(1)),
  column('refused', ({ refused }) => String(refused)),
  column('p99', ({ refusedP99Ms }) => refusedP99Ms.toFixed(1)),
  column('lost', ({ lost }) => String(lost)),
  column('/live max', ({ liveMaxMs }) => liveMaxMs.toFixed(0)),
  column('MiB', ({ residentMiB }) => residentMiB.toFixed(0)),
]

/** A gateway at a multiple of what it can do. */
export const overload: Measure = {
  name: 'overload',
  what: 'what becomes of calls at a multiple of what it can do',
  measure: measureOverload,
}

const idlePart = 0.1
const accountsKnown = 500
const atOnce = 64
/** Every load goes on for so long before it counts, over so many connections. */
const [settleS, mostConnections] = [2, 500]
const bytesPerMiB = 1_048_576
const paces = [idlePart, 0.5, 1, 2, 3] as const

/**
 * Calls at fixed rates, below and far above what a gateway can do. Each is decided anew from what is in memory, since a call whose answer is remembered
 * costs hardly more than refusing it.
 */
async function measureOverload({ seconds, progress }: Settings): Promise<Measured> {
  pinLoad()
  await using world = await openProductionWorld({ accounts: accountsKnown })
  const gateway = await world.start()
  pinServer(gateway.process.pid)
  const { url } = gateway
  let asked = 0
  const next = (): Buffer => {
    asked += 1
    const account_id = world.accountIds[asked % accountsKnown]
    return bytesOf(url, modernCall('get_escalation_contact', { account_id, preferred_language: languageNo(asked) }, world.token))
  }
  const run = (lasting: { readonly seconds: number } | { readonly most: number }): Promise<number> =>
    closedLoop({ url, atOnce, ...lasting, next: () => ({ bytes: next() }) })
  try {
    // every account is read, and the code compiled
    await run({ most: accountsKnown })
    await run({ seconds: 4 })
    const saturation = await run({ seconds })
    const rows: OverloadRow[] = []
    for (const times of paces) {
      progress(`${times} × saturation`)
      const load = openLoop(url, next, { perSecond: saturation * times, seconds, settleS, mostConnections })
      await wait(settleS * 1_000)
      const pulse = takePulse(url)
      const result = await load
      rows.push({
        times,
        askedPerSecond: saturation * times,
        answeredPerSecond: result.answeredMs.length / result.seconds,
        goodput: 0,
        answeredP50Ms: quantile(result.answeredMs, 0.5),
        answeredP99Ms: quantile(result.answeredMs, 0.99),
        refused: result.refusedMs.length,
        refusedP99Ms: quantile(result.refusedMs, 0.99),
        lost: result.lost,
        liveMaxMs: await pulse(),
        residentMiB: (await gateway.metric('concierge_resident_memory_bytes')) / bytesPerMiB,
      })
    }
    const peak = Math.max(...rows.map(({ answeredPerSecond }) => answeredPerSecond))
    const figures = rows.map((row) => ({ ...row, goodput: row.answeredPerSecond / peak }))
    return {
      figures,
      lines: [
        'Calls that are decided anew at fixed rates, whatever comes back; times from when a call was due, in ms',
        ...table(columns, figures),
      ],
    }
  } finally {
    await gateway.end('SIGKILL')
  }
}

const letters = 'abcdefghijklmnopqrstuvwxyz'

/** Another language tag for every number below 308 million. */
function languageNo(number: number): string {
  let [tag, left] = ['', number]
  for (let place = 0; place < 6; place += 1) {
    tag = `${letters.charAt(left % letters.length)}${tag}`
    left = Math.floor(left / letters.length)
  }
  return `en-${tag}`
}

/** Asks `/live` every 20 ms. What it returns ends that, and tells how long the longest answer took. */
function takePulse(url: string): () => Promise<number> {
  const live = new URL('/live', url)
  let longest = 0
  const asked = new Set<Promise<void>>()
  const timer = setInterval(() => {
    const started = performance.now()
    const one = new Promise<void>((resolve) => {
      const request = get(live, { agent: false }, (response) => response.resume().once('end', resolve))
      request.once('error', () => resolve())
    }).then(() => {
      longest = Math.max(longest, performance.now() - started)
      asked.delete(one)
    })
    asked.add(one)
  }, 20)
  return async () => {
    clearInterval(timer)
    await Promise.all(asked)
    return longest
  }
}

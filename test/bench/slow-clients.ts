import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { table, type Column } from '../support/command/table.ts'
import { closedLoop } from '../support/load/closed-loop.ts'
import { bytesOf, modernCall } from '../support/load/era-request.ts'
import { openLoop } from '../support/load/open-loop.ts'
import { quantile } from '../support/quantile.ts'
import { usual } from './baselines.ts'
import { pinLoad, startChild } from './child.ts'
import type { Measure, Measured, Settings } from './measure.ts'

/** The usual load beside one kind of slow client. */
interface SlowRow {
  readonly beside: string
  readonly answeredPerSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
  /** Of the same load without them. */
  readonly goodput: number
  readonly p50Ratio: number
  readonly p99Ratio: number
  readonly lost: number
  readonly heapMiB: number
  readonly residentMiB: number
  /** Connections of slow clients that the desk ended. */
  readonly ended: number
}

const columns: readonly Column<SlowRow>[] = [
  { title: 'beside', width: 36, show: ({ beside }) => beside },
  { title: 'calls/s', width: 9, show: ({ answeredPerSecond }) => answeredPerSecond.toFixed(0) },
  { title: 'of alone', width: 10, show: ({ goodput }) => goodput.toFixed(2) },
  { title: 'p50 ms', width: 9, show: ({ p50Ms }) => p50Ms.toFixed(2) },
  { title: 'p99 ms', width: 9, show: ({ p99Ms }) => p99Ms.toFixed(2) },
  { title: 'p50 ×', width: 7, show: ({ p50Ratio }) => p50Ratio.toFixed(2) },
  { title: 'p99 ×', width: 7, show: ({ p99Ratio }) => p99Ratio.toFixed(2) },
  { title: 'lost', width: 6, show: ({ lost }) => String(lost) },
  { title: 'heap MiB', width: 10, show: ({ heapMiB }) => heapMiB.toFixed(1) },
  { title: 'RSS MiB', width: 9, show: ({ residentMiB }) => residentMiB.toFixed(0) },
  { title: 'ended', width: 7, show: ({ ended }) => String(ended) },
]

/** What clients that dawdle do to those that do not. */
export const slowClients: Measure = {
  name: 'slow-clients',
  what: 'the usual load beside --clients that send headers or bodies byte by byte, or read no answers',
  onlyNamed: true,
  measure: measureSlowClients,
}

const byteEveryMs = 500
const settleMs = 2_000
/** Sent at once by whoever will not read the answers. */
const unreadCalls = 20
const mebi = 2 ** 20
const part = 0.5

/** Clients of one kind; whoever is hung up on comes back. */
interface Crowd {
  readonly ended: () => number
  leave(): void
}

type Manner = (socket: Socket) => void

async function measureSlowClients({ seconds, clients, progress }: Settings): Promise<Measured> {
  pinLoad()
  const desk = await startChild('servers/desk.ts')
  try {
    const bytes = bytesOf(desk.url, modernCall(usual.tool, usual.args, desk.token))
    const head = bytes.indexOf('\r\n\r\n') + 4
    const manners: readonly (readonly [string, Manner])[] = [
      ['slow headers', (socket) => dribble(socket, bytes.subarray(0, head))],
      ['slow bodies', (socket) => dribble(socket, bytes.subarray(head), bytes.subarray(0, head))],
      [
        'readers that stop',
        (socket) => void (socket.pause(), socket.write(Buffer.concat(Array.from({ length: unreadCalls }, () => bytes)))),
      ],
    ]
    await closedLoop({ url: desk.url, atOnce: 32, seconds: 2, next: () => ({ bytes }) })
    const perSecond = (await closedLoop({ url: desk.url, atOnce: 32, seconds, next: () => ({ bytes }) })) * part
    const rows: SlowRow[] = []
    const measure = async (beside: string, some: readonly Manner[]): Promise<void> => {
      progress(beside)
      const crowds = some.map((manner) => gather(desk.url, clients, manner))
      await sleep(settleMs)
      const result = await openLoop(desk.url, () => bytes, { perSecond, seconds })
      const inside = await desk.look(true)
      for (const crowd of crowds) crowd.leave()
      const [p50Ms, p99Ms] = [quantile(result.answeredMs, 0.5), quantile(result.answeredMs, 0.99)]
      const answeredPerSecond = result.answeredMs.length / result.seconds
      const alone = rows[0] ?? { answeredPerSecond, p50Ms, p99Ms }
      rows.push({
        beside,
        answeredPerSecond,
        p50Ms,
        p99Ms,
        goodput: answeredPerSecond / alone.answeredPerSecond,
        p50Ratio: p50Ms / alone.p50Ms,
        p99Ratio: p99Ms / alone.p99Ms,
        lost: result.lost + result.refusedMs.length,
        heapMiB: (inside.main.heapBytes + inside.externalBytes) / mebi,
        residentMiB: inside.residentBytes / mebi,
        ended: crowds.reduce((sum, crowd) => sum + crowd.ended(), 0),
      })
      await sleep(settleMs)
    }
    await measure('nobody', [])
    for (const [what, manner] of manners) await measure(`${clients} × ${what}`, [manner])
    await measure(
      `${clients} × each of them`,
      manners.map(([, manner]) => manner),
    )
    await measure('nobody, afterwards', [])
    return {
      figures: { perSecond, rows },
      lines: [`Warm calls at half of the most, whatever comes back, beside slow clients`, ...table(columns, rows)],
    }
  } finally {
    await desk.stop()
  }
}

function gather(url: string, clients: number, manner: Manner): Crowd {
  const { hostname, port } = new URL(url)
  const sockets = new Set<Socket>()
  let ended = 0
  let isOver = false
  const come = (): void => {
    const socket = connect({ host: hostname, port: Number(port) })
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.once('connect', () => manner(socket))
    socket.once('close', () => {
      sockets.delete(socket)
      if (isOver) return
      ended += 1
      setTimeout(() => isOver || come(), byteEveryMs)
    })
  }
  for (let client = 0; client < clients; client += 1) come()
  return {
    ended: () => ended,
    leave: () => {
      isOver = true
      for (const socket of sockets) socket.destroy()
    },
  }
}

/** One byte after the other, and what comes before them at once. */
function dribble(socket: Socket, bytes: Buffer, before: Buffer = Buffer.alloc(0)): void {
  socket.resume()
  socket.write(before)
  let at = 0
  const timer = setInterval(() => {
    if (socket.destroyed || at >= bytes.length) clearInterval(timer)
    else socket.write(bytes.subarray(at, (at += 1)))
  }, byteEveryMs)
  socket.once('close', () => clearInterval(timer))
}

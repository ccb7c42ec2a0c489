import { connect, type Socket } from 'node:net'
import type { EraRequest } from './requests.ts'

/** What became of requests that were sent at a fixed rate, whatever came back. */
export interface OpenLoopResult {
  /** Seconds from the first request to the last answer. */
  readonly seconds: number
  /** Milliseconds from the moment a request was due to its answer, of those that were answered with 200; ascending. */
  readonly answeredMs: readonly number[]
  /** The same for those that were refused with 503 and told when to come back. */
  readonly refusedMs: readonly number[]
  /** Answered in any other way, or not at all. */
  readonly lost: number
  /** Most connections that were open at once. */
  readonly connections: number
}

/** How fast and how long to send. */
export interface OpenLoopPace {
  readonly perSecond: number
  readonly seconds: number
  /** Requests beyond this many at once wait for a connection, and their time runs. */
  readonly mostConnections?: number
}

interface Line {
  readonly socket: Socket
  dueAt: number
  received: string
}

const answerWithinMs = 10_000
const usualMostConnections = 2_000

/** The bytes of a request, made once. */
export function bytesOf(url: string, { headers, body }: EraRequest): Buffer {
  const { host, pathname } = new URL(url)
  const fields = Object.entries({ host, ...headers, 'content-length': String(Buffer.byteLength(body)) })
  return Buffer.from(`POST ${pathname} HTTP/1.1\r\n${fields.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`)
}

/**
 * Sends requests when they are due, on as many connections as that takes: a server that falls behind is not waited for, as a client that sends the next
 * request after the answer would. Times count from when a request was due, so that nothing is left out.
 */
export async function openLoop(url: string, next: () => Buffer, pace: OpenLoopPace): Promise<OpenLoopResult> {
  const { hostname, port } = new URL(url)
  const { perSecond, seconds, mostConnections = usualMostConnections } = pace
  const idle: Line[] = []
  const open = new Set<Line>()
  const waiting: number[] = []
  const answeredMs: number[] = []
  const refusedMs: number[] = []
  const total = Math.round(perSecond * seconds)
  let [sent, settled, lost, connections] = [0, 0, 0, 0]
  const done = Promise.withResolvers<void>()

  const settle = (): void => {
    settled += 1
    if (settled === total) done.resolve()
  }

  const ended = (line: Line): void => {
    if (!open.delete(line)) return
    const at = idle.indexOf(line)
    if (at >= 0) idle.splice(at, 1)
    else {
      lost += 1
      settle()
    }
  }

  const arrived = (line: Line, status: string, mayReturn: boolean): void => {
    const ms = performance.now() - line.dueAt
    if (status === '200') answeredMs.push(ms)
    else if (status === '503' && /\r\nretry-after: \d/i.test(line.received)) refusedMs.push(ms)
    else lost += 1
    line.received = ''
    idle.push(line)
    if (!mayReturn) {
      open.delete(line)
      idle.pop()
      line.socket.destroy()
    }
    settle()
    const due = mayReturn ? waiting.shift() : undefined
    if (due !== undefined) send(due)
  }

  const read = (line: Line, text: string): void => {
    line.received += text
    const head = line.received.indexOf('\r\n\r\n')
    if (head < 0) return
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(line.received)?.[1] ?? Number.NaN)
    if (line.received.length < head + 4 + length) return
    arrived(line, line.received.slice(9, 12), !/\r\nconnection: close/i.test(line.received.slice(0, head)))
  }

  const openLine = (): Line => {
    const socket = connect({ host: hostname, port: Number(port), noDelay: true })
    const line: Line = { socket, dueAt: 0, received: '' }
    // lengths are counted in characters, so that each byte must be one
    socket.setEncoding('latin1')
    socket.on('data', (text: string) => read(line, text))
    socket.on('error', () => ended(line))
    socket.on('close', () => ended(line))
    open.add(line)
    connections = Math.max(connections, open.size)
    return line
  }

  const send = (dueAt: number): void => {
    const line = idle.pop() ?? (open.size < mostConnections ? openLine() : undefined)
    if (line === undefined) {
      waiting.push(dueAt)
      return
    }
    line.dueAt = dueAt
    line.socket.write(next())
  }

  const startedAt = performance.now()
  const everyMs = 1_000 / perSecond
  const tick = (): void => {
    const due = Math.min(total, Math.floor((performance.now() - startedAt) / everyMs) + 1)
    for (; sent < due; sent += 1) send(startedAt + sent * everyMs)
    if (sent < total) setTimeout(tick, 1)
  }
  tick()
  const late = setTimeout(() => done.resolve(), seconds * 1_000 + answerWithinMs)
  await done.promise
  clearTimeout(late)
  const took = (performance.now() - startedAt) / 1_000
  for (const { socket } of open) socket.destroy()
  return {
    seconds: took,
    answeredMs: answeredMs.toSorted((a, b) => a - b),
    refusedMs: refusedMs.toSorted((a, b) => a - b),
    lost: lost + (total - settled),
    connections,
  }
}

/** The value that this part of ascending values does not exceed; 0 of none. */
export const quantile = (ascending: readonly number[], part: number): number =>
  ascending[Math.min(ascending.length - 1, Math.floor(ascending.length * part))] ?? 0

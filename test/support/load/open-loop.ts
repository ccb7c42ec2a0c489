import { keepPace } from './keep-pace.ts'
import { openRawLines } from './raw-lines.ts'

/** What became of requests that were sent at a fixed rate, whatever came back. */
export interface OpenLoopResult {
  /** Seconds from the first request that counts to the last answer. */
  readonly seconds: number
  /** Milliseconds from the moment a request was due to its answer, of those that were answered with 200. */
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
  /**
   * Requests of so many seconds before count for nothing: until whoever is asked has found out how much that is. All connections are opened before
   * them, as a balancer keeps them.
   */
  readonly settleS?: number
  /** Requests beyond this many at once wait for a connection, and their time runs. */
  readonly mostConnections?: number
}

/** Sends requests when they are due, on as many connections as that takes, and waits for all of them. */
export async function openLoop(
  url: string,
  next: (number: number) => Buffer,
  { perSecond, seconds, settleS = 0, ...lines }: OpenLoopPace,
): Promise<OpenLoopResult> {
  const answeredMs: number[] = []
  const refusedMs: number[] = []
  const before = Math.round(perSecond * settleS)
  const total = before + Math.round(perSecond * seconds)
  const done = Promise.withResolvers<void>()
  let [settled, lost] = [0, 0]
  const raw = openRawLines(url, lines)
  if (settleS > 0) await raw.openAll()
  const startedAt = performance.now() + settleS * 1_000
  const count = (status: number, text: string, tookMs: number): void => {
    if (status === 200) answeredMs.push(tookMs)
    else if (status === 503 && /\r\nretry-after: \d/i.test(text)) refusedMs.push(tookMs)
    else lost += 1
  }
  keepPace({ perSecond, most: total }, (number, dueAt) =>
    raw.send({ bytes: next(number), dueAt }, ({ status, text, tookMs }) => {
      if (number >= before) count(status, text, tookMs)
      settled += 1
      if (settled === total) done.resolve()
    }),
  )
  await done.promise
  raw.close()
  return { seconds: (performance.now() - startedAt) / 1_000, answeredMs, refusedMs, lost, connections: raw.most() }
}

import { describe, expect, it } from 'vitest'
import { createLoadShedder } from '../src/http/load-shedder.ts'
import { createMetrics } from '../src/metrics.ts'
import { now, startGateway } from './support/gateway.ts'
import { modernCall, modernHeaders } from './support/messages.ts'
import { makeToken } from './support/tokens.ts'

const turnMs = 10
const busyTurnMs = 3
const overloadedMs = 100
const bounds = { turnMs, busyTurnMs, overloadedMs }

/** An event loop that is turned by hand. */
function loopByHand(requestMs: number) {
  let now = 0
  let idle = 0
  let next: (() => void) | undefined
  const shedder = createLoadShedder(bounds, { monotonic: () => now, nextTurn: (run) => (next = run), idleMs: () => idle })
  /** One turn in which so many requests arrive; how many were taken. A refusal takes no time. */
  const turn = (requests: number): number => {
    let taken = 0
    for (let one = 0; one < requests; one += 1) {
      if (!shedder.admits()) continue
      taken += 1
      now += requestMs
    }
    next?.()
    next = undefined
    return taken
  }
  const wait = (ms: number): void => {
    now += ms
    idle += ms
  }
  return { turn, wait }
}

const times = <Result>(count: number, work: () => Result): Result[] => Array.from({ length: count }, work)

describe('a process that is asked more than it can do', () => {
  it('takes everybody while turns are short, for ever', () => {
    const { turn } = loopByHand(1)
    for (let turns = 0; turns < 1000; turns += 1) expect(turn(10)).toBe(10)
  })

  it('takes everybody in one long turn, as a pause for garbage makes it', () => {
    const { turn, wait } = loopByHand(1)
    expect(turn(80)).toBe(80)
    expect(turn(5)).toBe(5)
    wait(200)
    expect(turn(80)).toBe(80)
  })

  it('keeps turns short once they were long for a while, and still takes as many as fit', () => {
    const { turn } = loopByHand(1)
    expect([turn(40), turn(40)]).toEqual([40, 40])
    times(10, () => turn(40))
    expect(times(20, () => turn(40))).toEqual(times(20, () => busyTurnMs + 1))
  })

  it('is not deceived by turns that bring a single connection between long ones', () => {
    const { turn } = loopByHand(1)
    times(20, () => [turn(40), turn(1), turn(1)])
    expect(turn(40)).toBe(busyTurnMs + 1)
  })

  it('goes on refusing while its loop has no time left, and takes everybody again once it has', () => {
    const { turn, wait } = loopByHand(1)
    times(20, () => turn(40))
    times(500, () => turn(3))
    expect(turn(40)).toBe(busyTurnMs + 1)
    times(60, () => [turn(3), wait(1)])
    expect(turn(40)).toBe(40)
  })

  it('takes one at the least, however long one takes', () => {
    const { turn } = loopByHand(500)
    for (let turns = 0; turns < 20; turns += 1) expect(turn(3)).toBeGreaterThanOrEqual(1)
  })

  it('does not mind waiting', () => {
    const { turn, wait } = loopByHand(1)
    for (let turns = 0; turns < 20; turns += 1) {
      expect(turn(40)).toBe(40)
      wait(2_000)
    }
  })
})

it('says when to come back before anything is read, counts it, and answers probes all the same', async () => {
  const metrics = createMetrics()
  const turnedAway: string[] = []
  let [time, turnsLeft] = [0, 2]
  // two long turns, and a third that never ends
  const nextTurn = (run: () => void): void => {
    turnsLeft -= 1
    time += overloadedMs
    if (turnsLeft >= 0) run()
  }
  const turns = { monotonic: () => time, nextTurn, idleMs: () => 0 }
  const gateway = await startGateway({ metrics, turns, limits: bounds, turnedAway: (reason) => turnedAway.push(reason) })
  const request = { headers: modernHeaders(await makeToken(now)), body: JSON.stringify(modernCall()) }
  const statuses: number[] = []
  for (let one = 0; one < 6; one += 1) statuses.push((await gateway.send(request)).status)
  expect(statuses).toEqual([200, 200, 200, 503, 503, 503])
  const { status, headers, body } = await gateway.send({ ...request, headers: {} })
  expect([status, headers['retry-after'], JSON.parse(body)]).toEqual([
    503,
    '1',
    { jsonrpc: '2.0', error: { code: -32_000, message: 'Too busy: wait 1 s, then try again' }, id: null },
  ])
  // what goes the long way is turned away there
  expect((await gateway.send({ method: 'GET', path: '/mcp' })).status).toBe(503)
  for (const path of ['/live', '/ready', '/metrics']) expect((await gateway.send({ method: 'GET', path })).status).toBe(200)
  expect(turnedAway).toEqual(Array.from({ length: 5 }, () => 'overloaded'))
  expect(await metrics.registry.metrics()).toContain('concierge_requests_shed_total 5')
})

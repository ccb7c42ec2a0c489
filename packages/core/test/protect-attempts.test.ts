import { ConciergeError } from '@cx-concierge/contract'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { noObserver, systemClock } from '../src/index.ts'
import { createProtection } from '../src/resilience/protect.ts'
import { roomy } from './support/sources.ts'
import { seconds } from './support/time.ts'

/** Calls in waves of twenty; how often the backend was asked per call, and for one call at most. */
async function ask(calls: number, fails: (attempt: number) => boolean, ofCalls = 20) {
  const breaker = { openAtPercent: 50, ofCalls, restMs: 30 * seconds }
  const { run } = createProtection('crm', { ...roomy, breaker }, systemClock, noObserver)
  let attempts = 0
  let mostOfOne = 0
  const one = async (): Promise<void> => {
    let own = 0
    await run(() => {
      attempts += 1
      own += 1
      return fails(attempts) ? Promise.reject(new ConciergeError('BACKEND_UNAVAILABLE', 'it failed')) : Promise.resolve('it')
    }).catch(() => undefined)
    mostOfOne = Math.max(mostOfOne, own)
  }
  for (let call = 0; call < calls; call += 20) await Promise.all(Array.from({ length: 20 }, one))
  return { perCall: attempts / calls, mostOfOne, one }
}

describe('what a backend is spared', () => {
  it('at one fault in ten it is asked 1.10 times per call at most', async () => {
    const spread = fc.sample(fc.nat(9), { numRuns: 2_000, seed: 1 })
    const { perCall, mostOfOne } = await ask(1_000, (attempt) => spread[attempt] === 0)
    expect(perCall).toBeGreaterThan(1.05)
    expect(perCall).toBeLessThanOrEqual(1.1)
    expect(mostOfOne).toBe(2)
  })

  it('while it is down for good it is asked far less than once per call, and callers are told within 5 ms', async () => {
    const { perCall, one } = await ask(1_000, () => true)
    expect(perCall).toBeLessThan(0.05)
    const refusedAfterMs: number[] = []
    for (let call = 0; call < 200; call += 1) {
      const began = performance.now()
      // whatever else the machine does: nothing is waited for
      const nextTurn = new Promise((resolve) => setImmediate(resolve, 'waited'))
      expect(await Promise.race([one(), nextTurn])).not.toBe('waited')
      refusedAfterMs.push(performance.now() - began)
    }
    refusedAfterMs.sort((a, b) => a - b)
    expect(refusedAfterMs[100]).toBeLessThanOrEqual(5)
  })

  it('even where no breaker opens, an outage costs 1.20 times per call at most', async () => {
    const { perCall } = await ask(500, () => true, Infinity)
    expect(perCall).toBeGreaterThan(1.05)
    expect(perCall).toBeLessThanOrEqual(1.2)
  })
})

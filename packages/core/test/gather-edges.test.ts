import { ConciergeError } from '@cx-concierge/contract'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { noObserver } from '../src/index.ts'
import { createBatcher } from '../src/gather/batcher.ts'
import { createProtection } from '../src/resilience/protect.ts'

import { accounts } from './support/company.ts'
import { fakeClock, passTime } from './support/fake-time.ts'

import { gatherFrom } from './support/gathering.ts'
import { friday } from './support/northwind.ts'
import { connectCompany, hangs, failsWith, roomy, oneSource } from './support/sources.ts'
import { hours } from './support/time.ts'

describe('waiting', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: friday })
  })
  afterEach(() => {
    vi.useRealTimers()
  })
  it('an old answer is used when the system hangs', async () => {
    const company = connectCompany({ clock: fakeClock })
    await passTime(gatherFrom(company, { accountId: accounts.acme }))
    vi.setSystemTime(friday + 3 * hours)
    company.before.gainsight = hangs
    const { value } = await passTime(gatherFrom(company, { accountId: accounts.acme }))
    expect(value).toMatchObject({ status: 'degraded', contact: { name: 'Sarah Jenkins' } })
    expect(value.body.facts['roles.csm']).toMatchObject({ state: 'stale' })
  })
  it('an old answer is used although the system failed earlier in the call', async () => {
    const company = connectCompany({ clock: fakeClock })
    await passTime(gatherFrom(company, { accountId: accounts.acme }))
    vi.setSystemTime(friday + 7 * hours)
    company.before.gainsight = failsWith('BACKEND_TIMEOUT')
    // Ferro was never asked for; the people table was read seven hours ago
    const { value } = await passTime(gatherFrom(company, { accountId: accounts.ferro }))
    expect(value.body.flags).not.toContain('active_unverified')
  })
  it.each(['BACKEND_SIGN_IN_FAILED', 'BACKEND_REFUSED'] as const)('old answers are not used after %s', async (code) => {
    let trouble = false
    const { source } = oneSource(
      (keys) => {
        if (trouble) throw new ConciergeError(code, 'no')
        return new Map(keys.map((k) => [k, 1]))
      },
      { clock: fakeClock },
    )
    await passTime(source.load('accounts', 'a'))
    trouble = true
    vi.setSystemTime(friday + 1 * hours)
    expect((await passTime(source.load('accounts', 'a'))).value).toEqual({ state: 'unknown', code })
  })
  it('a lonely key waits for others only once', async () => {
    const asked: number[] = []
    const started = Date.now()
    const { load } = createBatcher<number>({
      keysPerRequest: 10,
      ask: async () => {
        asked.push(Date.now() - started)
        return new Map()
      },
    })
    void load('a')
    await vi.advanceTimersByTimeAsync(100)
    expect(asked[0]).toBeLessThanOrEqual(5)
  })
  it('a probe that our own quota stopped does not close the breaker', async () => {
    const { run, state } = createProtection(
      'crm',
      { ...roomy, quotas: [{ calls: 2, perMs: 60_000 }], breaker: { openAtPercent: 50, ofCalls: 2, restMs: 1_000 } },
      fakeClock,
      noObserver,
    )
    const fails = () => run(() => Promise.reject(new ConciergeError('BACKEND_TIMEOUT', 'x'))).catch(() => undefined)
    await fails()
    await fails()
    await vi.advanceTimersByTimeAsync(1_000)
    await expect(run(() => Promise.resolve('x'))).rejects.toMatchObject({ code: 'QUOTA_SPENT' })
    expect(state()).toBe('half_open')
  })
  it('Retry-After holds for requests that were already waiting', async () => {
    const { run } = createProtection('crm', { ...roomy, concurrency: 1 }, fakeClock, noObserver)
    const first = run(async () => {
      await new Promise((r) => setTimeout(r, 10))
      throw new ConciergeError('BACKEND_RATE_LIMITED', 'slow', { retryAfterMs: 5_000 })
    })
    const work = vi.fn<() => Promise<string>>(() => Promise.resolve('x'))
    const all = Promise.allSettled([first, run(work)])
    await passTime(all)
    expect(work).not.toHaveBeenCalled()
  })
  it('Retry-After of a backend that is out of order is obeyed too', async () => {
    const { run } = createProtection('crm', roomy, { ...fakeClock, monotonic: () => performance.now() }, noObserver)
    vi.useRealTimers()
    const work = vi.fn<() => Promise<string>>(() =>
      Promise.reject(new ConciergeError('BACKEND_UNAVAILABLE', '503', { retryAfterMs: 5_000 })),
    )
    await run(work).catch(() => undefined)
    expect(work).toHaveBeenCalledTimes(1)
    await run(work).catch(() => undefined)
    expect(work).toHaveBeenCalledTimes(1)
  })
  it('no request goes out once the time is up', async () => {
    vi.useRealTimers()
    const { run } = createProtection('crm', { ...roomy, timeoutMs: 40 }, { now: Date.now, monotonic: () => performance.now() }, noObserver)
    const work = vi.fn<() => Promise<string>>(() => Promise.reject(new ConciergeError('BACKEND_UNAVAILABLE', '503')))
    await run(work).catch(() => undefined)
    expect(work).toHaveBeenCalledTimes(1)
  })
  it('requests whose time was up in the queue are not sent', async () => {
    const { run } = createProtection('crm', { ...roomy, timeoutMs: 100, concurrency: 1 }, fakeClock, noObserver)
    const work = vi.fn<() => Promise<string>>(() => new Promise(() => undefined))
    await passTime(Promise.allSettled([run(work), run(work), run(work)]))
    expect(work).toHaveBeenCalledTimes(1)
  })
})

import { ConciergeError } from '@cx-concierge/contract'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createProtection, type ProtectionLimits } from '../src/resilience/protect.ts'
import { noObserver } from '../src/index.ts'
import { fakeClock, passTime } from './support/fake-time.ts'
import { roomy } from './support/sources.ts'
import { minutes, seconds } from './support/time.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const protect = (limits: Partial<ProtectionLimits> = {}) =>
  createProtection('crm', { ...roomy, timeoutMs: 100, ...limits }, fakeClock, noObserver)

describe('a request that takes too long', () => {
  it('is given up on in time, and its connector is told', async () => {
    const reasons: unknown[] = []
    const { run } = protect()
    const started = Date.now()
    const work = run(
      ({ signal }) =>
        new Promise((_resolve, reject) =>
          signal.addEventListener('abort', () => {
            reasons.push(signal.reason)
            reject(signal.reason as Error)
          }),
        ),
    )
    await expect(passTime(work)).rejects.toMatchObject({ code: 'BACKEND_TIMEOUT', source: 'crm' })
    expect(Date.now() - started).toBeLessThanOrEqual(101)
    expect(reasons).toEqual([expect.objectContaining({ code: 'BACKEND_TIMEOUT' })])
  })

  it('is left behind when its connector does not listen', async () => {
    const { run } = protect()
    const started = Date.now()
    await expect(passTime(run(() => new Promise(() => undefined)))).rejects.toMatchObject({ code: 'BACKEND_TIMEOUT' })
    expect(Date.now() - started).toBeLessThanOrEqual(101)
  })

  it('counts against the backend, and gives up its place', async () => {
    const { run, state } = protect({ concurrency: 1, waiting: 0, breaker: { openAtPercent: 50, ofCalls: 3, restMs: 1_000 } })
    for (let call = 0; call < 3; call += 1)
      await expect(passTime(run(() => new Promise(() => undefined)))).rejects.toMatchObject({ code: 'BACKEND_TIMEOUT' })
    expect(state()).toBe('open')
  })

  it('may fail later without anybody noticing', async () => {
    const { run } = protect()
    const late = Promise.withResolvers<never>()
    await expect(passTime(run(() => late.promise))).rejects.toMatchObject({ code: 'BACKEND_TIMEOUT' })
    late.reject(new Error('much too late'))
    await vi.advanceTimersByTimeAsync(10)
  })

  it('is not one that was answered in time, and leaves no timer', async () => {
    const { run } = protect()
    expect((await passTime(run(async () => 'answered'))).value).toBe('answered')
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('a backend that asks us to wait', () => {
  const limited = (retryAfterMs?: number) => () =>
    Promise.reject(new ConciergeError('BACKEND_RATE_LIMITED', 'slow down', retryAfterMs === undefined ? {} : { retryAfterMs }))
  const answered = () => Promise.resolve('answered')

  it('is left alone for as long as it asks, and not longer', async () => {
    const { run } = protect()
    await expect(run(limited(5 * seconds))).rejects.toMatchObject({ code: 'BACKEND_RATE_LIMITED' })
    const work = vi.fn<() => Promise<string>>(answered)
    await vi.advanceTimersByTimeAsync(4_999)
    await expect(run(work)).rejects.toMatchObject({ code: 'BACKEND_RATE_LIMITED', source: 'crm' })
    expect(work).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(1)
    expect(await run(work)).toBe('answered')
  })

  it('is never left alone for longer than a minute', async () => {
    const { run } = protect()
    await expect(run(limited(10 * 60 * minutes))).rejects.toMatchObject({ code: 'BACKEND_RATE_LIMITED' })
    await vi.advanceTimersByTimeAsync(59_999)
    await expect(run(answered)).rejects.toMatchObject({ code: 'BACKEND_RATE_LIMITED' })
    await vi.advanceTimersByTimeAsync(1)
    expect(await run(answered)).toBe('answered')
  })

  it('is left alone until the latest moment it named', async () => {
    const { run } = protect()
    await Promise.allSettled([run(limited(9 * seconds)), run(limited(2 * seconds))])
    await vi.advanceTimersByTimeAsync(8 * seconds)
    await expect(run(answered)).rejects.toMatchObject({ code: 'BACKEND_RATE_LIMITED' })
  })

  it('without saying how long is not left alone, and is obeyed once it says', async () => {
    const { run } = protect()
    await expect(run(limited())).rejects.toMatchObject({ code: 'BACKEND_RATE_LIMITED' })
    expect(await run(answered)).toBe('answered')
    await expect(run(limited(5 * seconds))).rejects.toMatchObject({ code: 'BACKEND_RATE_LIMITED' })
    await expect(run(answered)).rejects.toMatchObject({ code: 'BACKEND_RATE_LIMITED' })
  })

  it('is not retried, and does not open the breaker', async () => {
    const { run, state } = protect({ breaker: { openAtPercent: 50, ofCalls: 2, restMs: 1_000 } })
    const work = vi.fn<() => Promise<string>>(limited())
    for (let call = 0; call < 6; call += 1) await expect(run(work)).rejects.toMatchObject({ code: 'BACKEND_RATE_LIMITED' })
    expect(work).toHaveBeenCalledTimes(6)
    expect(state()).toBe('closed')
  })
})

describe('a backend whose quota is spent', () => {
  it('is not asked, and that does not count against it', async () => {
    const { run, state } = protect({
      quotas: [{ calls: 2, perMs: 1 * minutes }],
      breaker: { openAtPercent: 50, ofCalls: 2, restMs: 1_000 },
    })
    const work = vi.fn<() => Promise<string>>(() => Promise.resolve('answered'))
    await run(work)
    await run(work)
    for (let call = 0; call < 4; call += 1) await expect(run(work)).rejects.toMatchObject({ code: 'QUOTA_SPENT', source: 'crm' })
    expect(work).toHaveBeenCalledTimes(2)
    expect(state()).toBe('closed')
    await vi.advanceTimersByTimeAsync(62 * seconds)
    expect(await run(work)).toBe('answered')
  })
})

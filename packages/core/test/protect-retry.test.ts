import { ConciergeError, errorCodes, type ErrorCode } from '@cx-concierge/contract'
import { describe, expect, it, vi } from 'vitest'
import { systemClock, type CoreEvent } from '../src/index.ts'
import { createProtection, type ProtectionLimits } from '../src/resilience/protect.ts'
import { createRetryBudget } from '../src/resilience/retry-budget.ts'
import { roomy } from './support/sources.ts'

function protect(limits: Partial<ProtectionLimits> = {}) {
  const events: CoreEvent[] = []
  const protection = createProtection('crm', { ...roomy, ...limits }, systemClock, (event) => events.push(event))
  return { ...protection, retries: () => events.filter(({ kind }) => kind === 'retry').length }
}
/** Fails so often, then answers. */
const failing = (times: number, code: ErrorCode) => {
  let left = times
  return vi.fn<() => Promise<string>>(() => {
    left -= 1
    return left >= 0 ? Promise.reject(new ConciergeError(code, 'it failed')) : Promise.resolve('answered')
  })
}

describe('a failed read', () => {
  it('is tried once more, after a short pause', async () => {
    const { run, retries } = protect()
    const work = failing(1, 'BACKEND_UNAVAILABLE')
    const started = performance.now()
    expect(await run(work)).toBe('answered')
    expect(performance.now() - started).toBeGreaterThan(45)
    expect(work).toHaveBeenCalledTimes(2)
    expect(retries()).toBe(1)
  })

  it('is never tried a third time', async () => {
    const { run } = protect()
    const work = failing(9, 'BACKEND_UNAVAILABLE')
    await expect(run(work)).rejects.toMatchObject({ code: 'BACKEND_UNAVAILABLE' })
    expect(work).toHaveBeenCalledTimes(2)
  })

  const final = (Object.keys(errorCodes) as ErrorCode[]).filter((code) => !errorCodes[code].retryable)
  it.each(final)('is not tried again when that cannot help: %s', async (code) => {
    const { run, retries } = protect()
    const work = failing(1, code)
    await expect(run(work)).rejects.toMatchObject({ code })
    expect(work).toHaveBeenCalledTimes(1)
    expect(retries()).toBe(0)
  })

  it('is not tried again when little time is left', async () => {
    const { run } = protect({ timeoutMs: 120 })
    const work = vi.fn<() => Promise<never>>(async () => {
      await new Promise((resolve) => setTimeout(resolve, 100))
      throw new ConciergeError('BACKEND_UNAVAILABLE', 'it failed')
    })
    await expect(run(work)).rejects.toMatchObject({ code: 'BACKEND_UNAVAILABLE' })
    expect(work).toHaveBeenCalledTimes(1)
  })

  it('is not tried again once the breaker is open', async () => {
    const { run } = protect({ breaker: { openAtPercent: 50, ofCalls: 1, restMs: 60_000 } })
    const work = failing(1, 'BACKEND_UNAVAILABLE')
    await expect(run(work)).rejects.toMatchObject({ code: 'BACKEND_UNAVAILABLE' })
    expect(work).toHaveBeenCalledTimes(1)
  })

  it('costs at most one retry in ten calls once a small store is used up', async () => {
    const { run, retries } = protect({ concurrency: 200 })
    await Promise.allSettled(Array.from({ length: 100 }, () => run(failing(9, 'BACKEND_UNAVAILABLE'))))
    expect(retries()).toBeGreaterThanOrEqual(4)
    expect(retries()).toBeLessThanOrEqual(16)
  })

  it('takes its retry out of the quota too', async () => {
    const { run } = protect({ quotas: [{ calls: 1, perMs: 60_000 }] })
    const work = failing(1, 'BACKEND_UNAVAILABLE')
    await expect(run(work)).rejects.toMatchObject({ code: 'QUOTA_SPENT' })
    expect(work).toHaveBeenCalledTimes(1)
  })
})

describe('a retry budget', () => {
  it('has a small store, and earns a little less than a tenth of a retry with every call', () => {
    const budget = createRetryBudget()
    expect(Array.from({ length: 6 }, () => budget.spend())).toEqual([true, true, true, true, true, false])
    for (let call = 0; call < 11; call += 1) budget.earn()
    expect(budget.spend()).toBe(false)
    budget.earn()
    expect(budget.spend()).toBe(true)
    expect(budget.spend()).toBe(false)
  })

  it('never saves up more than its store', () => {
    const budget = createRetryBudget(0.1, 2)
    for (let call = 0; call < 1_000; call += 1) budget.earn()
    expect([budget.spend(), budget.spend(), budget.spend()]).toEqual([true, true, false])
  })
})

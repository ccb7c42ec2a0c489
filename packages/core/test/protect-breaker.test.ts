import { ConciergeError, errorCodes, type ErrorCode } from '@cx-concierge/contract'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createBreaker, type BreakerState } from '../src/resilience/breaker.ts'
import { fakeClock } from './support/fake-time.ts'
import { seconds } from './support/time.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

function breaker(limits = { openAtPercent: 50, ofCalls: 20, restMs: 30 * seconds }) {
  const states: BreakerState[] = []
  const counted: boolean[] = []
  const made = createBreaker('crm', limits, fakeClock, {
    changed: (state) => states.push(state),
    counted: (isTrouble) => counted.push(isTrouble),
  })
  const attempt = async (code?: ErrorCode): Promise<string> => {
    try {
      return await made.run(() =>
        code === undefined ? Promise.resolve('answered') : Promise.reject(new ConciergeError(code, 'it failed')),
      )
    } catch (error) {
      return (error as ConciergeError).code
    }
  }
  const times = async (count: number, code?: ErrorCode): Promise<void> => {
    for (let call = 0; call < count; call += 1) await attempt(code)
  }
  return { ...made, states, counted, attempt, times }
}

describe('a breaker', () => {
  it('opens on the very call that reaches its share, and not before', async () => {
    const { state, attempt, times } = breaker()
    await times(10)
    await times(9, 'BACKEND_TIMEOUT')
    expect(state()).toBe('closed')
    await attempt('BACKEND_TIMEOUT')
    expect(state()).toBe('open')
  })

  it('stays closed just below its share', async () => {
    const { state, times } = breaker()
    await times(1_001)
    await times(1_000, 'BACKEND_TIMEOUT')
    expect(state()).toBe('closed')
    await times(1, 'BACKEND_TIMEOUT')
    expect(state()).toBe('open')
  })

  it('stays closed until there were enough calls, even if all failed', async () => {
    const { state, times } = breaker()
    await times(19, 'BACKEND_UNAVAILABLE')
    expect(state()).toBe('closed')
    await times(1, 'BACKEND_UNAVAILABLE')
    expect(state()).toBe('open')
  })

  it.each(['HOST_NOT_ALLOWED', 'CONFIG_INVALID'] as const)('never opens over what was refused before it left: %s', async (code) => {
    const { state, times } = breaker()
    await times(40, code)
    expect(state()).toBe('closed')
  })

  it('forgets after ten seconds', async () => {
    const { state, times } = breaker()
    await times(19, 'BACKEND_TIMEOUT')
    await vi.advanceTimersByTimeAsync(11 * seconds)
    await times(19, 'BACKEND_TIMEOUT')
    expect(state()).toBe('closed')
  })

  it('may be told to open only when everything fails', async () => {
    const { state, times } = breaker({ openAtPercent: 100, ofCalls: 4, restMs: 1_000 })
    await times(1)
    await times(9, 'BACKEND_TIMEOUT')
    expect(state()).toBe('closed')
    const other = breaker({ openAtPercent: 100, ofCalls: 4, restMs: 1_000 })
    await other.times(4, 'BACKEND_TIMEOUT')
    expect(other.state()).toBe('open')
  })

  it('asks nothing while it is open, and says so at once', async () => {
    const { run, attempt, times } = breaker()
    await times(20, 'BACKEND_TIMEOUT')
    const work = vi.fn<() => Promise<string>>(() => Promise.resolve('answered'))
    await expect(run(work)).rejects.toMatchObject({ code: 'BACKEND_RESTING', source: 'crm' })
    expect(work).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(29_999)
    expect(await attempt()).toBe('BACKEND_RESTING')
  })

  it('tries again after its rest with one call, and only one', async () => {
    const { run, state, times } = breaker()
    await times(20, 'BACKEND_TIMEOUT')
    await vi.advanceTimersByTimeAsync(30 * seconds)
    expect(state()).toBe('half_open')
    const probe = Promise.withResolvers<string>()
    const first = run(() => probe.promise)
    const second = vi.fn<() => Promise<string>>(() => Promise.resolve('answered'))
    for (let call = 0; call < 5; call += 1) await expect(run(second)).rejects.toMatchObject({ code: 'BACKEND_RESTING' })
    expect(second).not.toHaveBeenCalled()
    probe.resolve('back')
    expect(await first).toBe('back')
    expect(state()).toBe('closed')
  })

  it('rests again when that one fails', async () => {
    const { state, attempt, times } = breaker()
    await times(20, 'BACKEND_TIMEOUT')
    await vi.advanceTimersByTimeAsync(30 * seconds)
    await attempt('BACKEND_TIMEOUT')
    expect(state()).toBe('open')
    await vi.advanceTimersByTimeAsync(29_999)
    expect(state()).toBe('open')
    await vi.advanceTimersByTimeAsync(1)
    expect(state()).toBe('half_open')
  })

  it('tells of every change once', async () => {
    const { states, attempt, times } = breaker()
    await times(25, 'BACKEND_TIMEOUT')
    await vi.advanceTimersByTimeAsync(30 * seconds)
    await attempt()
    expect(states).toEqual(['open', 'half_open', 'closed'])
  })

  const counting: readonly ErrorCode[] = ['BACKEND_UNAVAILABLE', 'BACKEND_TIMEOUT', 'BACKEND_BAD_ANSWER']
  it.each(Object.keys(errorCodes) as ErrorCode[])('counts only the backend’s own trouble: %s', async (code) => {
    const { state, times } = breaker()
    await times(40, code)
    expect(state()).toBe(counting.includes(code) ? 'open' : 'closed')
  })

  it('counts what a connector threw by mistake as trouble, and hides it', async () => {
    const { run, state } = breaker()
    for (let call = 0; call < 20; call += 1) {
      await expect(run(() => Promise.reject(new TypeError('secret detail')))).rejects.toMatchObject({
        code: 'BACKEND_UNAVAILABLE',
        message: expect.not.stringContaining('secret'),
      })
    }
    expect(state()).toBe('open')
  })

  it('does not count an answer that says no to one request, whatever its code', async () => {
    const { run, state, counted } = breaker()
    const error = new ConciergeError('BACKEND_BAD_ANSWER', 'no such field', { saysNo: true })
    for (let call = 0; call < 40; call += 1) await expect(run(() => Promise.reject(error))).rejects.toBe(error)
    expect(state()).toBe('closed')
    expect(counted).not.toContain(true)
  })

  it.each(['HOST_NOT_ALLOWED', 'QUOTA_SPENT', 'CALLER_GONE', 'INTERNAL'] as const)(
    'goes on trying after its rest when the one call was not the backend’s to answer: %s',
    async (code) => {
      const { state, attempt, times, counted } = breaker()
      await times(20, 'BACKEND_TIMEOUT')
      await vi.advanceTimersByTimeAsync(30 * seconds)
      expect(await attempt(code)).toBe(code)
      expect(state()).toBe('half_open')
      expect(counted).toHaveLength(20)
      expect(await attempt()).toBe('answered')
      expect(state()).toBe('closed')
    },
  )

  it('is not moved by what began before it changed', async () => {
    const { run, state, times } = breaker()
    const door = Promise.withResolvers<string>()
    const early = run(() => door.promise)
    await times(20, 'BACKEND_TIMEOUT')
    await vi.advanceTimersByTimeAsync(30 * seconds)
    expect(state()).toBe('half_open')
    door.resolve('late')
    expect(await early).toBe('late')
    expect(state()).toBe('half_open')
  })

  it('passes errors on as they are', async () => {
    const { run } = breaker()
    const error = new ConciergeError('BACKEND_RATE_LIMITED', 'slow down', { retryAfterMs: 5 })
    await expect(run(() => Promise.reject(error))).rejects.toBe(error)
  })
})

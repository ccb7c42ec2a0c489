import { ConciergeError, sealed, type Call } from '@cx-concierge/contract'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { callerCredentials, type Access } from '../src/index.ts'
import { agent } from './support/callers.ts'
import { fakeClock, passTime } from './support/fake-time.ts'
import { friday } from './support/northwind.ts'
import { oneSource } from './support/sources.ts'
import { hours, minutes } from './support/time.ts'

beforeEach(() => {
  vi.useFakeTimers({ now: friday })
})
afterEach(() => {
  vi.useRealTimers()
})

const values = (keys: readonly string[]): Map<string, string> => new Map(keys.map((key) => [key, `value of ${key}`]))

/** A system that takes 200 ms, and notes which requests were given up and when. */
function slowSource() {
  const given: { readonly keys: readonly string[]; readonly at: number }[] = []
  const { source, asked } = oneSource(
    (keys, { signal }: Call) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => resolve(values(keys)), 200)
        signal.addEventListener('abort', () => {
          clearTimeout(timer)
          given.push({ keys, at: Date.now() })
          reject(signal.reason as Error)
        })
      }),
    { clock: fakeClock },
  )
  return { source, asked, given }
}

describe('many at once', () => {
  it('a thousand who miss the same thing cost one look-up', async () => {
    const { source, asked } = slowSource()
    const { value } = await passTime(Promise.all(Array.from({ length: 1_000 }, () => source.load('accounts', 'acme'))))
    expect(asked).toEqual([['acme']])
    expect(new Set(value).size).toBe(1)
  })

  it('ten thousand keys that were read together are not read again together', async () => {
    const { source } = oneSource(values, { clock: fakeClock, keysPerRequest: 10_000 })
    const keys = Array.from({ length: 10_000 }, (_, index) => `001Nw${String(index).padStart(7, '0')}`)
    await passTime(Promise.all(keys.map((key) => source.load('accounts', key))))
    const freshMs = 15 * minutes
    const reads: number[] = []
    for (let step = 1; step <= 40; step += 1) {
      vi.setSystemTime(friday + (step * freshMs) / 20)
      const due = keys.filter((key) => source.peek('accounts', key) === undefined)
      if (due.length > 0 || reads.length > 0) reads.push(due.length)
      await passTime(Promise.all(due.map((key) => source.load('accounts', key))))
    }
    const mean = reads.reduce((sum, read) => sum + read, 0) / reads.length
    expect(reads.length).toBeGreaterThan(20)
    expect(Math.max(...reads) / mean).toBeLessThanOrEqual(1.5)
  })

  it('keys that differ in a letter do not stay neighbours', async () => {
    const { source } = oneSource(values, { clock: fakeClock })
    const keys = Array.from({ length: 100 }, (_, index) => `a${index}`)
    await passTime(Promise.all(keys.map((key) => source.load('accounts', key))))
    vi.setSystemTime(friday + 11.25 * minutes)
    const due = keys.filter((key) => source.peek('accounts', key) === undefined)
    expect(due.length).toBeGreaterThan(30)
    expect(due.length).toBeLessThan(70)
  })
})

describe('one whose look-up fails', () => {
  it('fails those who waited with it, and nobody after', async () => {
    let fails = true
    const { source, asked } = oneSource(
      (keys) => {
        if (fails) throw new ConciergeError('BACKEND_BAD_ANSWER', 'not now')
        return values(keys)
      },
      { clock: fakeClock },
    )
    const { value: first } = await passTime(Promise.all(Array.from({ length: 50 }, () => source.load('accounts', 'acme'))))
    expect(new Set(first.map(({ state }) => state))).toEqual(new Set(['unknown']))
    expect(asked).toHaveLength(1)
    fails = false
    const { value: second } = await passTime(Promise.all(Array.from({ length: 50 }, () => source.load('accounts', 'acme'))))
    expect(new Set(second.map(({ state }) => state))).toEqual(new Set(['answered']))
    expect(asked).toHaveLength(2)
  })
})

describe('an old answer', () => {
  const usableMs = 24 * hours
  const failing = async (ageMs: number, error: ConciergeError) => {
    let trouble = false
    const { source } = oneSource(
      (keys) => {
        if (trouble) throw error
        return values(keys)
      },
      { clock: fakeClock },
    )
    await passTime(source.load('accounts', 'acme'))
    trouble = true
    vi.setSystemTime(friday + ageMs)
    return (await passTime(source.load('accounts', 'acme'))).value
  }

  it('stands in for a system that is down, and says why', async () => {
    const answer = await failing(usableMs - 1_000, new ConciergeError('BACKEND_TIMEOUT', 'down'))
    expect(answer).toMatchObject({
      state: 'answered',
      value: 'value of acme',
      readAt: expect.any(Number),
      refreshFailed: 'BACKEND_TIMEOUT',
    })
  })

  it('never beyond its time', async () => {
    expect(await failing(usableMs + 1_000, new ConciergeError('BACKEND_TIMEOUT', 'down'))).toEqual({
      state: 'unknown',
      code: 'BACKEND_TIMEOUT',
    })
  })

  it.each(['BACKEND_SIGN_IN_FAILED', 'BACKEND_REFUSED'] as const)('never after %s', async (code) => {
    expect(await failing(1 * hours, new ConciergeError(code, 'no'))).toEqual({ state: 'unknown', code })
  })
})

describe('an answer read with other rights', () => {
  it('is nobody else’s, neither fresh nor while the system is down: not even the same person’s with other scopes', async () => {
    const caller = agent
    const scopes = { now: ['read'] }
    let down = false
    const accessOf = new Map<string, Access>()
    const access = (): Access => {
      const key = scopes.now.join(' ')
      const identity = { issuer: 'issuer', subject: 'mia', client: 'desk', scopes: scopes.now }
      const known = accessOf.get(key) ?? { credentials: callerCredentials(identity), bearer: sealed(key) }
      accessOf.set(key, known)
      return known
    }
    const { source } = oneSource(
      (keys) => {
        if (down) throw new ConciergeError('BACKEND_TIMEOUT', 'down')
        return values(keys)
      },
      { clock: fakeClock, callerAccess: { held: access, get: () => Promise.resolve(access()) } },
    )
    const answers = source.as?.(caller)
    await passTime(Promise.resolve(answers?.load('accounts', 'acme')))
    expect(answers?.peek('accounts', 'acme')).toMatchObject({ value: 'value of acme' })
    down = true
    vi.setSystemTime(friday + 1 * hours)
    expect((await passTime(Promise.resolve(answers?.load('accounts', 'acme')))).value).toMatchObject({ refreshFailed: 'BACKEND_TIMEOUT' })
    scopes.now = ['read', 'write']
    expect(answers?.peek('accounts', 'acme')).toBeUndefined()
    expect((await passTime(Promise.resolve(answers?.load('accounts', 'acme')))).value).toEqual({
      state: 'unknown',
      code: 'BACKEND_TIMEOUT',
    })
  })
})

describe('a caller who hangs up', () => {
  const hangsUpAfter = (ms: number): AbortSignal => {
    const caller = new AbortController()
    setTimeout(() => caller.abort(), ms)
    return caller.signal
  }

  it('ends the request at once when nobody else waits for it', async () => {
    const { source, given } = slowSource()
    const { value } = await passTime(source.load('accounts', 'acme', hangsUpAfter(50)))
    expect(value).toEqual({ state: 'unknown', code: 'CALLER_GONE' })
    expect(given).toHaveLength(1)
    expect((given[0]?.at ?? Infinity) - friday).toBeLessThanOrEqual(51)
    expect(source.state()).toBe('closed')
  })

  it('leaves it to the others who do', async () => {
    const { source, asked, given } = slowSource()
    const leaving = Array.from({ length: 20 }, (_, caller) => source.load('accounts', 'acme', hangsUpAfter(10 + caller * 5)))
    const { value } = await passTime(source.load('accounts', 'acme', hangsUpAfter(1_000)))
    expect(value).toMatchObject({ state: 'answered' })
    expect(await Promise.all(leaving)).toEqual(leaving.map(() => value))
    expect([asked.length, given.length]).toEqual([1, 0])
  })

  it('leaves it to others who wait for something else in it', async () => {
    const { source, asked, given } = slowSource()
    const gone = source.load('accounts', 'acme', hangsUpAfter(50))
    const { value } = await passTime(source.load('accounts', 'iris', hangsUpAfter(1_000)))
    expect(value).toMatchObject({ value: 'value of iris' })
    expect(asked).toEqual([['acme', 'iris']])
    expect(given).toEqual([])
    await gone
  })

  it('leaves it to others who came after and want it for good', async () => {
    const { source, asked, given } = slowSource()
    const gone = source.load('accounts', 'acme', hangsUpAfter(50))
    await vi.advanceTimersByTimeAsync(30)
    const { value } = await passTime(source.load('accounts', 'acme'))
    expect(value).toMatchObject({ state: 'answered' })
    expect([asked.length, given.length]).toEqual([1, 0])
    await gone
  })

  it('before anything was sent costs the system nothing, and takes nothing from whoever comes next', async () => {
    const { source, asked } = slowSource()
    const gone = source.load('accounts', 'acme', hangsUpAfter(2))
    await vi.advanceTimersByTimeAsync(3)
    const next = source.load('accounts', 'iris')
    await passTime(Promise.all([gone, next]))
    expect(asked).toEqual([['iris']])
  })

  it('does not end what is asked for anew after everybody left', async () => {
    const { source, asked, given } = slowSource()
    const gone = source.load('accounts', 'acme', hangsUpAfter(50))
    await vi.advanceTimersByTimeAsync(50)
    const { value } = await passTime(source.load('accounts', 'acme'))
    expect(value).toMatchObject({ state: 'answered' })
    expect([asked.length, given.length]).toEqual([2, 1])
    await gone
  })
})

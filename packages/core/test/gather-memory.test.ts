import { ConciergeError } from '@cx-concierge/contract'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
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

/** A source that answers with the key itself, and can be made to fail. */
function echo(lookup: 'accounts' | 'headshots' = 'accounts') {
  let trouble: unknown
  const parts = oneSource(
    (keys) => {
      if (trouble !== undefined) throw trouble as Error
      return new Map(keys.map((key) => [key, key === 'nobody' ? undefined : `${key} at ${Date.now() - friday}`]))
    },
    { clock: fakeClock, lookup },
  )
  return {
    ...parts,
    load: async (key: string) => (await passTime(parts.source.load(lookup, key))).value,
    peek: (key: string) => parts.source.peek(lookup, key),
    fail: (error: unknown) => {
      trouble = error
    },
  }
}
const later = (ms: number) => vi.setSystemTime(friday + ms)
const broken = new ConciergeError('BACKEND_TIMEOUT', 'too slow')

describe('what a source remembers', () => {
  it('is at hand, without asking, until it is no longer fresh', async () => {
    const { load, peek, asked } = echo()
    expect(peek('acme')).toBeUndefined()
    const answer = await load('acme')
    expect(answer).toMatchObject({ state: 'answered', value: expect.stringMatching(/^acme at \d+$/), readAt: expect.any(Number) })
    // single keys are read again somewhere between half of the time and all of it
    later(7.5 * minutes)
    expect(peek('acme')).toEqual(answer)
    later(15 * minutes + 100)
    expect(peek('acme')).toBeUndefined()
    expect(asked).toHaveLength(1)
  })

  it('is asked for anew once the clock was set back: nobody knows how old it is', async () => {
    const { load, peek } = echo()
    await load('acme')
    later(-2 * hours)
    expect(peek('acme')).toBeUndefined()
  })

  it('is as old as the request, not as the answer', async () => {
    const { source } = oneSource(
      async (keys) => {
        await new Promise((resolve) => setTimeout(resolve, 1_000))
        return new Map(keys.map((key) => [key, 'late']))
      },
      { clock: fakeClock },
    )
    const { value } = await passTime(source.load('accounts', 'acme'))
    expect((value as { readAt: number }).readAt - friday).toBeLessThan(100)
  })

  it('includes that a record does not exist', async () => {
    const { load, peek } = echo()
    expect(await load('nobody')).toMatchObject({ state: 'answered', value: undefined })
    expect(peek('nobody')).toMatchObject({ state: 'answered', value: undefined })
  })

  it('includes that a key was missing from the answer', async () => {
    const { source, asked } = oneSource(() => new Map(), { clock: fakeClock })
    expect((await passTime(source.load('accounts', 'nobody'))).value).toMatchObject({ state: 'answered', value: undefined })
    expect(source.peek('accounts', 'nobody')).toMatchObject({ state: 'answered' })
    expect(asked).toHaveLength(1)
  })

  it('includes what it was told on the way, without being asked', async () => {
    const { source } = oneSource(
      () =>
        new Map([
          ['acme', 'A'],
          ['globex', 'its parent'],
        ]),
      { clock: fakeClock },
    )
    await passTime(source.load('accounts', 'acme'))
    expect(source.peek('accounts', 'globex')).toMatchObject({ value: 'its parent' })
  })

  it('is kept apart by key and by kind of question', async () => {
    const { load, source } = echo()
    await load('acme')
    expect(source.peek('accounts', 'globex')).toBeUndefined()
    expect(source.peek('people', 'acme')).toBeUndefined()
  })

  it('is replaced by a newer answer', async () => {
    const { load, peek } = echo()
    await load('acme')
    later(1 * hours)
    await load('acme')
    expect(peek('acme')).toMatchObject({ readAt: expect.toSatisfy((readAt: number) => readAt >= friday + 1 * hours) })
  })
})

describe('an older answer', () => {
  it('is used, and says so, when a newer one cannot be had', async () => {
    const { load, fail } = echo()
    const first = await load('acme')
    fail(broken)
    later(3 * hours)
    expect(await load('acme')).toEqual({ ...first, refreshFailed: 'BACKEND_TIMEOUT' })
  })

  it('is never used beyond its limit', async () => {
    const { load, fail } = echo()
    await load('acme')
    fail(broken)
    later(24 * hours)
    expect(await load('acme')).toMatchObject({ state: 'answered' })
    later(24 * hours + 100)
    expect(await load('acme')).toEqual({ state: 'unknown', code: 'BACKEND_TIMEOUT' })
  })

  it('is not made younger by a failure', async () => {
    const { load, fail, peek } = echo()
    await load('acme')
    fail(broken)
    later(3 * hours)
    await load('acme')
    expect(peek('acme')).toBeUndefined()
  })

  it('may be that there is nobody', async () => {
    const { load, fail } = echo()
    await load('nobody')
    fail(broken)
    later(3 * hours)
    expect(await load('nobody')).toMatchObject({ state: 'answered', value: undefined, refreshFailed: 'BACKEND_TIMEOUT' })
  })

  it('is not there for what was never known', async () => {
    const { load, fail } = echo()
    fail(new ConciergeError('QUOTA_SPENT', 'used up'))
    expect(await load('acme')).toEqual({ state: 'unknown', code: 'QUOTA_SPENT' })
  })
})

describe('an answer that runs out', () => {
  const signed = (expiresAt: number) =>
    oneSource((keys) => new Map(keys.map((key) => [key, { url: 'https://img', expiresAt }])), { clock: fakeClock, lookup: 'headshots' })

  it('is at hand until just before it does', async () => {
    const { source } = signed(friday + 5 * minutes)
    await passTime(source.load('headshots', 'sarah'))
    later(5 * minutes - 1)
    expect(source.peek('headshots', 'sarah')).toBeDefined()
    later(5 * minutes)
    expect(source.peek('headshots', 'sarah')).toBeUndefined()
  })

  it('is not used after it, however much a newer one is missed', async () => {
    let isDown = false
    const { source } = oneSource(
      (keys) => {
        if (isDown) throw broken
        return new Map(keys.map((key) => [key, { url: 'https://img', expiresAt: friday + 5 * minutes }]))
      },
      { clock: fakeClock, lookup: 'headshots' },
    )
    await passTime(source.load('headshots', 'sarah'))
    isDown = true
    later(5 * minutes)
    expect((await passTime(source.load('headshots', 'sarah'))).value).toEqual({ state: 'unknown', code: 'BACKEND_TIMEOUT' })
  })
})

describe('a source', () => {
  it('never rejects, whatever its connector throws', async () => {
    const { load, fail } = echo()
    for (const error of [new TypeError('a bug'), 'a text', null]) {
      fail(error)
      expect(await load(String(error))).toMatchObject({ state: 'unknown' })
    }
  })

  it('does not answer what its connector does not', async () => {
    const { source } = echo()
    expect((await passTime(source.load('coverage', 'sarah'))).value).toEqual({ state: 'unknown', code: 'INTERNAL' })
    expect(source.state()).toBe('closed')
  })

  it('tells the observer of hits, misses, older answers and failures', async () => {
    const seen: string[] = []
    let isDown = false
    const { source } = oneSource(
      (keys) => {
        if (isDown) throw broken
        return new Map(keys.map((key) => [key, 1]))
      },
      {
        clock: fakeClock,
        observe: (event) =>
          void (event.kind === 'cache'
            ? seen.push(event.result)
            : event.kind === 'request'
              ? seen.push(`request ${event.keys} ${event.error ?? 'ok'}`)
              : undefined),
      },
    )
    await passTime(source.load('accounts', 'a'))
    source.peek('accounts', 'a')
    isDown = true
    await passTime(source.load('accounts', 'a'))
    await passTime(source.load('accounts', 'b'))
    expect(seen).toEqual(['request 1 ok', 'miss', 'hit', 'request 1 BACKEND_TIMEOUT', 'stale', 'request 1 BACKEND_TIMEOUT', 'failed'])
  })
})

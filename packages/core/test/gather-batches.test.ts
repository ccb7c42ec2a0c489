import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createBatcher } from '../src/gather/batcher.ts'
import { cacheKey, callerCredentials, serviceCredentials } from '../src/gather/cache-key.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

function batcher(
  keysPerRequest = 100,
  answer = (keys: readonly string[]) => new Map(keys.map((key) => [key, key.toUpperCase()] as const)),
) {
  const asked: (readonly string[])[] = []
  const batch = createBatcher<string>({
    keysPerRequest,
    ask: async (keys) => {
      asked.push(keys)
      await new Promise((resolve) => setTimeout(resolve, 500))
      return answer(keys)
    },
  })
  return { ...batch, asked }
}

describe('keys wanted at about the same time', () => {
  it('travel together, each once, and everybody gets their own answer', async () => {
    const { load, asked } = batcher()
    const all = Promise.all(['a', 'b', 'a', 'c'].map((key) => load(key)))
    await vi.advanceTimersByTimeAsync(1_000)
    expect(await all).toEqual(['A', 'B', 'A', 'C'])
    expect(asked).toEqual([['a', 'b', 'c']])
  })

  it('are asked for once, also while the answer is on its way', async () => {
    const { load, asked } = batcher()
    const first = load('a')
    await vi.advanceTimersByTimeAsync(100)
    expect(asked).toHaveLength(1)
    const second = load('a')
    await vi.advanceTimersByTimeAsync(1_000)
    expect(await Promise.all([first, second])).toEqual(['A', 'A'])
    expect(asked).toHaveLength(1)
  })

  it('are asked for anew once the answer is in', async () => {
    const { load, asked } = batcher()
    void load('a')
    await vi.advanceTimersByTimeAsync(1_000)
    void load('a')
    await vi.advanceTimersByTimeAsync(1_000)
    expect(asked).toEqual([['a'], ['a']])
  })

  it('are split where a request would carry too many', async () => {
    const { load, asked } = batcher(2)
    const all = Promise.all(['a', 'b', 'c', 'd', 'e'].map((key) => load(key)))
    await vi.advanceTimersByTimeAsync(1_000)
    expect(await all).toEqual(['A', 'B', 'C', 'D', 'E'])
    expect(asked).toEqual([['a', 'b'], ['c', 'd'], ['e']])
  })

  it('do not wait for more keys for long, however many keep coming', async () => {
    const { load, asked } = batcher()
    for (let ms = 0; ms < 100; ms += 1) {
      void load(`key${ms}`)
      await vi.advanceTimersByTimeAsync(1)
    }
    expect(asked.length).toBeGreaterThanOrEqual(1)
    expect(asked[0]?.length).toBeGreaterThan(10)
  })

  it('that the answer lacks do not exist', async () => {
    const { load } = batcher(100, () => new Map())
    const answer = load('a')
    await vi.advanceTimersByTimeAsync(1_000)
    expect(await answer).toBeUndefined()
  })

  it('fail together, and the next attempt starts afresh', async () => {
    let isDown = true
    const { load } = batcher(100, (keys) => {
      if (isDown) throw new Error('down')
      return new Map(keys.map((key) => [key, 'up']))
    })
    const first = Promise.allSettled([load('a'), load('b')])
    await vi.advanceTimersByTimeAsync(1_000)
    expect((await first).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    isDown = false
    const again = load('a')
    await vi.advanceTimersByTimeAsync(1_000)
    expect(await again).toBe('up')
  })
})

describe('a cache key', () => {
  it('is never the same for two callers, two look-ups or two keys', () => {
    const jane = { issuer: 'i', subject: 'jane', client: 'c', scopes: ['x'] }
    const keys = [
      cacheKey(serviceCredentials, 'accounts', 'a'),
      cacheKey(serviceCredentials, 'accounts', 'b'),
      cacheKey(serviceCredentials, 'people', 'a'),
      ...[
        jane,
        { ...jane, subject: 'eve' },
        { ...jane, subject: 's' },
        { ...jane, issuer: 'another' },
        { ...jane, client: 'another' },
        { ...jane, scopes: ['x', 'y'] },
        { ...jane, subject: 'ja', client: 'nec' },
      ].map((who) => cacheKey(callerCredentials(who), 'accounts', 'a')),
    ]
    expect(new Set(keys).size).toBe(keys.length)
  })
})

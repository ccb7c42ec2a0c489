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

function sheet() {
  let isDown = false
  const parts = oneSource(
    () => {
      if (isDown) throw new ConciergeError('BACKEND_TIMEOUT', 'no sheet')
      return new Map([
        ['sarah', { languages: ['en'] }],
        ['diego', { languages: ['es'] }],
      ])
    },
    { clock: fakeClock, lookup: 'coverage', whole: true, keysPerRequest: 1 },
  )
  const load = (key: string) => parts.source.load('coverage', key)
  return {
    ...parts,
    load,
    fail: () => {
      isDown = true
    },
  }
}

describe('a source that is read whole', () => {
  it('is read once for everybody who asks at the same time', async () => {
    const { load, asked } = sheet()
    const { value } = await passTime(Promise.all(['sarah', 'diego', 'nobody', 'sarah'].map(load)))
    expect(value).toMatchObject([
      { value: { languages: ['en'] } },
      { value: { languages: ['es'] } },
      { state: 'answered', value: undefined },
      {},
    ])
    expect(asked).toEqual([['*']])
  })

  it('is then at hand for every key, also for those it does not have', async () => {
    const { load, source, asked } = sheet()
    await passTime(load('sarah'))
    expect(source.peek('coverage', 'diego')).toMatchObject({ state: 'answered', value: { languages: ['es'] } })
    expect(source.peek('coverage', 'nobody')).toMatchObject({ state: 'answered', value: undefined })
    expect(asked).toHaveLength(1)
  })

  it('is read again when it is no longer fresh', async () => {
    const { load, source, asked } = sheet()
    await passTime(load('sarah'))
    vi.setSystemTime(friday + 16 * minutes)
    expect(source.peek('coverage', 'sarah')).toBeUndefined()
    await passTime(load('sarah'))
    expect(asked).toHaveLength(2)
  })

  it('serves what it had when it cannot be read, and says so', async () => {
    const { load, fail } = sheet()
    await passTime(load('sarah'))
    fail()
    vi.setSystemTime(friday + 16 * minutes)
    expect((await passTime(load('diego'))).value).toMatchObject({ value: { languages: ['es'] }, refreshFailed: 'BACKEND_TIMEOUT' })
    vi.setSystemTime(friday + 25 * hours)
    expect((await passTime(load('diego'))).value).toEqual({ state: 'unknown', code: 'BACKEND_TIMEOUT' })
  })
})

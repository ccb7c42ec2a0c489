import { ConciergeError, type AccountRecord, type Caller, type SnapshotEntry } from '@cx-concierge/contract'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { cacheKey } from '../src/gather/cache-key.ts'
import { serviceCredentials, type CoreEvent } from '../src/index.ts'
import { callerCrm, people, type CallerCrm } from './support/caller-crm.ts'
import { fakeClock, passTime } from './support/fake-time.ts'
import { friday } from './support/northwind.ts'
import { pretendShared, type PretendShared } from './support/shared.ts'
import { oneSource } from './support/sources.ts'
import { hours, minutes } from './support/time.ts'

beforeEach(() => {
  vi.useFakeTimers({ now: friday })
})
afterEach(() => {
  vi.useRealTimers()
})

const later = (ms: number) => vi.setSystemTime(friday + ms)
const refused = new ConciergeError('BACKEND_REFUSED', 'not yours')
const broken = new ConciergeError('BACKEND_TIMEOUT', 'too slow')

/** One replica's view of a backend that says when it was asked. */
function replica(shared: PretendShared, how: { readonly whole?: boolean; readonly lookup?: 'accounts' | 'headshots' } = {}) {
  const { whole = false, lookup = 'accounts' } = how
  let trouble: Error | undefined
  const events: CoreEvent[] = []
  const { source, asked } = oneSource(
    (keys) => {
      if (trouble) throw trouble
      const value = (key: string) =>
        lookup === 'headshots' ? { url: key, expiresAt: Date.now() + 5 * minutes } : `${key} at ${Date.now() - friday}`
      return new Map((whole ? ['acme', 'globex'] : keys.filter((key) => key !== 'nobody')).map((key) => [key, value(key)]))
    },
    { clock: fakeClock, whole, lookup, shared, observe: (event) => void events.push(event) },
  )
  return {
    source,
    asked,
    events,
    load: async (key: string): Promise<SnapshotEntry> => (await passTime(source.load(lookup, key))).value,
    fail: (error: Error | undefined) => {
      trouble = error
    },
  }
}

describe.each([{ whole: false }, { whole: true }])('what another replica has read (read whole: $whole)', (how) => {
  it('is not asked for again while it is fresh, and is as old as it was there', async () => {
    const shared = pretendShared()
    const [one, other] = [replica(shared, how), replica(shared, how)]
    const first = await one.load('acme')
    later(10 * minutes)
    expect(await other.load('acme')).toEqual(first)
    expect(other.asked).toEqual([])
    later(15 * minutes + 100)
    expect(other.source.peek('accounts', 'acme')).toBeUndefined()
  })

  it('is asked for anew when it is no longer fresh, for all', async () => {
    const shared = pretendShared()
    const [one, other, third] = [replica(shared, how), replica(shared, how), replica(shared, how)]
    await one.load('acme')
    later(16 * minutes)
    const newer = await other.load('acme')
    expect(other.asked).toHaveLength(1)
    expect(await third.load('acme')).toEqual(newer)
    expect(third.asked).toEqual([])
  })

  it('that does not exist is known not to exist', async () => {
    const shared = pretendShared()
    await replica(shared, how).load('nobody')
    const other = replica(shared, how)
    expect(await other.load('nobody')).toMatchObject({ state: 'answered', value: undefined })
    expect(other.asked).toEqual([])
  })

  it('stands in for a backend that is down, for as long as it is usable and no longer', async () => {
    const shared = pretendShared()
    await replica(shared, how).load('acme')
    const other = replica(shared, how)
    other.fail(broken)
    later(23 * hours)
    expect(await other.load('acme')).toMatchObject({ state: 'answered', refreshFailed: 'BACKEND_TIMEOUT' })
    const third = replica(shared, how)
    third.fail(broken)
    later(25 * hours)
    expect(await third.load('acme')).toEqual({ state: 'unknown', code: 'BACKEND_TIMEOUT' })
  })

  it('is never shown once the backend has refused anybody who reads with the same credentials', async () => {
    const shared = pretendShared()
    const one = replica(shared, how)
    await one.load('acme')
    later(20 * minutes)
    one.fail(refused)
    expect(await one.load('acme')).toEqual({ state: 'unknown', code: 'BACKEND_REFUSED' })
    const other = replica(shared, how)
    other.fail(broken)
    expect(await other.load('acme')).toEqual({ state: 'unknown', code: 'BACKEND_TIMEOUT' })
  })

  it('is not even looked at while this replica remembers something fresh', async () => {
    const shared = pretendShared()
    const one = replica(shared, how)
    await one.load('acme')
    const { looks } = shared
    for (let calls = 0; calls < 100; calls += 1) expect(one.source.peek('accounts', 'acme')).toBeDefined()
    expect(shared.looks).toBe(looks)
  })

  it('counts for nothing when it comes from a clock that is far ahead', async () => {
    const shared = pretendShared()
    await replica(shared, how).load('acme')
    later(-2 * minutes)
    const other = replica(shared, how)
    await other.load('acme')
    expect(other.asked).toHaveLength(1)
  })
})

describe('keys that are wanted together', () => {
  it('are looked for together, and only those that are lacking are asked for', async () => {
    const shared = pretendShared()
    await replica(shared).load('acme')
    const { looks } = shared
    const other = replica(shared)
    await passTime(Promise.all(['acme', 'globex'].map((key) => other.source.load('accounts', key))))
    expect(other.asked).toEqual([['globex']])
    expect(shared.looks).toBe(looks + 1)
    expect(other.events.filter(({ kind }) => kind === 'shared')).toEqual([
      { kind: 'shared', source: 'crm', lookup: 'accounts', asked: 2, fresh: 1 },
    ])
  })

  it('are as good as live where another replica had them, though asking for the rest failed', async () => {
    const shared = pretendShared()
    const first = await replica(shared).load('acme')
    const other = replica(shared)
    other.fail(broken)
    const both = passTime(Promise.all(['acme', 'globex'].map((key) => other.source.load('accounts', key))))
    expect((await both).value).toEqual([first, { state: 'unknown', code: 'BACKEND_TIMEOUT' }])
  })

  it('are all unknown when asking for the rest was refused', async () => {
    const shared = pretendShared()
    await replica(shared).load('acme')
    const other = replica(shared)
    other.fail(refused)
    const both = passTime(Promise.all(['acme', 'globex'].map((key) => other.source.load('accounts', key))))
    expect((await both).value).toEqual([refused, refused].map(({ code }) => ({ state: 'unknown', code })))
  })
})

it('an address that has stopped working is not taken from another replica', async () => {
  const shared = pretendShared()
  await replica(shared, { lookup: 'headshots' }).load('sarah')
  later(6 * minutes)
  const other = replica(shared, { lookup: 'headshots' })
  await other.load('sarah')
  expect(other.asked).toHaveLength(1)
})

it('what a replica is told to forget is asked for again', async () => {
  const shared = pretendShared()
  const one = replica(shared)
  await one.load('acme')
  one.source.forget()
  expect(one.source.peek('accounts', 'acme')).toBeUndefined()
  one.fail(broken)
  shared.held.clear()
  expect(await one.load('acme')).toEqual({ state: 'unknown', code: 'BACKEND_TIMEOUT' })
})

describe('what callers read with their own rights', () => {
  const [mia, tom] = people as [Caller, Caller]
  const ask = async ({ source }: CallerCrm, caller: Caller): Promise<unknown> => {
    const entry = (await passTime(source.as?.(caller).load('accounts', 'a') ?? Promise.reject(new Error('not as callers')))).value
    return entry.state === 'answered' ? (entry.value as AccountRecord | undefined)?.name : entry.state
  }
  const open = (shared: PretendShared): CallerCrm => {
    const crm = callerCrm({ shared })
    crm.rights.get('mia')?.add('a')
    return crm
  }

  it('is theirs on every replica, and nobody else’s on any', async () => {
    const shared = pretendShared()
    await ask(open(shared), mia)
    const other = open(shared)
    expect(await ask(other, mia)).toBe('mia')
    expect(other.bearers).toEqual([])
    expect(await ask(other, tom)).toBeUndefined()
    expect(other.bearers).toEqual(['tom#2'])
    expect(shared.held.has(cacheKey(serviceCredentials, 'accounts', 'a'))).toBe(false)
  })

  it('is gone on every replica once the backend has turned them away on one', async () => {
    const shared = pretendShared()
    const [one, other] = [open(shared), open(shared)]
    await ask(one, mia)
    later(16 * minutes)
    one.revoked.add('mia')
    expect(await ask(one, mia)).toBe('unknown')
    other.isDown = true
    expect(await ask(other, mia)).toBe('unknown')
  })
})

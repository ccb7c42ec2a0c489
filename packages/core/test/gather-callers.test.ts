import { array, assert as always, asyncProperty, boolean, constant, constantFrom, oneof, record } from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { AccountRecord, Caller, SnapshotEntry } from '@cx-concierge/contract'
import { createDecisionMemory, gather, recallDecision, noObserver, type Decision, type Question } from '../src/index.ts'
import { question } from './support/ask.ts'
import { agent } from './support/callers.ts'
import { callerCrm, people } from './support/caller-crm.ts'
import { accounts } from './support/company.ts'
import { fakeClock, passTime } from './support/fake-time.ts'
import { friday, northwind } from './support/northwind.ts'
import { connectCompany } from './support/sources.ts'
import { hours, minutes } from './support/time.ts'

const [mia, tom] = people as [Caller, Caller]

beforeEach(() => {
  vi.useFakeTimers({ now: friday })
})
afterEach(() => {
  vi.useRealTimers()
})

type Crm = ReturnType<typeof callerCrm>

const load = (crm: Crm, caller: Caller, key: string): Promise<SnapshotEntry> => {
  const answering = crm.source.as?.(caller)
  if (!answering) throw new Error('not read as callers')
  return answering.load('accounts', key)
}

const ask = async (crm: Crm, caller: Caller, key: string): Promise<SnapshotEntry> => (await passTime(load(crm, caller, key))).value

/** Who read the record in an answer. */
const reader = (entry: SnapshotEntry | undefined): string | undefined =>
  entry?.state === 'answered' ? ((entry.value as AccountRecord | undefined)?.name ?? undefined) : undefined

describe.each([{ whole: false }, { whole: true }])('a system that callers read with their own rights (read whole: $whole)', (how) => {
  it('says nothing to whoever asks it in nobody’s name', async () => {
    const crm = callerCrm(how)
    crm.rights.get('mia')?.add('a')
    await ask(crm, mia, 'a')
    expect(crm.source.peek('accounts', 'a')).toBeUndefined()
    expect(crm.source.recall('accounts', 'a', 'BACKEND_UNAVAILABLE')).toBeUndefined()
    expect(await crm.source.load('accounts', 'a')).toMatchObject({ state: 'unknown' })
    expect(crm.bearers).toEqual(['mia#1'])
  })

  it('answers two who ask at the same moment each for themselves', async () => {
    const crm = callerCrm(how)
    crm.rights.get('mia')?.add('a')
    const [first, second] = (await passTime(Promise.all([load(crm, mia, 'a'), load(crm, tom, 'a')]))).value
    expect(reader(first)).toBe('mia')
    expect(second).toMatchObject({ state: 'answered', value: undefined })
  })

  it('serves what is remembered, fresh or old, to nobody but whoever read it', async () => {
    const crm = callerCrm(how)
    crm.rights.get('mia')?.add('a')
    await ask(crm, mia, 'a')
    expect(reader(crm.source.as?.(mia).peek('accounts', 'a'))).toBe('mia')
    await ask(crm, tom, 'b')
    crm.isDown = true
    await vi.advanceTimersByTimeAsync(1 * hours)
    expect(await ask(crm, mia, 'a')).toMatchObject({ state: 'answered', refreshFailed: expect.any(String) as string })
    expect(reader(await ask(crm, tom, 'a'))).toBeUndefined()
  })

  it('is down for a caller who is given no token, and is not read with any other credentials', async () => {
    const crm = callerCrm(how)
    crm.rights.get('mia')?.add('a')
    crm.refused.add('tom')
    await ask(crm, mia, 'a')
    expect(await ask(crm, tom, 'a')).toEqual({ state: 'unknown', code: 'BACKEND_SIGN_IN_FAILED' })
    expect(crm.bearers).toEqual(['mia#1'])
  })

  it('is asked once more with a fresh token when it does not take one any more, and then not again', async () => {
    const crm = callerCrm(how)
    crm.rights.get('mia')?.add('a')
    await ask(crm, mia, 'a')
    await vi.advanceTimersByTimeAsync(20 * minutes)
    crm.revoked.add('mia')
    expect(await ask(crm, mia, 'a')).toEqual({ state: 'unknown', code: 'BACKEND_SIGN_IN_FAILED' })
    expect(crm.bearers).toEqual(['mia#1', 'mia#1', 'mia#2'])
  })

  it('forgets what a caller had read once it turned them away, and keeps what others had', async () => {
    const crm = callerCrm(how)
    for (const { subject } of people) crm.rights.get(subject)?.add('a')
    await ask(crm, mia, 'a')
    await vi.advanceTimersByTimeAsync(14 * minutes)
    await ask(crm, tom, 'a')
    await vi.advanceTimersByTimeAsync(2 * minutes)
    crm.revoked.add('mia')
    await ask(crm, mia, 'a')
    crm.isDown = true
    expect(await ask(crm, mia, 'a')).toMatchObject({ state: 'unknown' })
    expect(reader(crm.source.as?.(tom).peek('accounts', 'a'))).toBe('tom')
  })

  it('does not rest for everybody because it turned one caller away', async () => {
    const crm = callerCrm(how)
    crm.rights.get('tom')?.add('a')
    crm.revoked.add('mia')
    for (let call = 0; call < 10; call += 1) await ask(crm, mia, 'a')
    expect(crm.source.state()).toBe('closed')
    expect(reader(await ask(crm, tom, 'a'))).toBe('tom')
  })

  it('never shows anybody what only another could read, in whatever order things happen', async () => {
    const who = constantFrom(mia, tom)
    const step = oneof(
      { weight: 6, arbitrary: record({ what: constant('ask' as const), who, key: constantFrom('a', 'b', 'c') }) },
      { weight: 1, arbitrary: record({ what: constant('wait' as const), ms: constantFrom(1, 4, 20 * minutes, 2 * hours) }) },
      { weight: 1, arbitrary: record({ what: constant('outage' as const), isDown: boolean() }) },
      { weight: 1, arbitrary: record({ what: constantFrom('expire' as const, 'revoke' as const, 'restore' as const), who }) },
    )
    await always(
      asyncProperty(array(step, { minLength: 5, maxLength: 30 }), async (steps) => {
        const crm = callerCrm(how)
        crm.rights.get('mia')?.add('a').add('b')
        crm.rights.get('tom')?.add('b').add('c')
        const seen: Promise<void>[] = []
        const foreign: string[] = []
        const look = (caller: Caller, entry: SnapshotEntry | undefined): void => {
          const by = reader(entry)
          if (by !== undefined && by !== caller.subject) foreign.push(`${caller.subject} saw what ${by} read`)
        }
        for (const one of steps) {
          if (one.what === 'ask') {
            const answering = crm.source.as?.(one.who)
            look(one.who, answering?.peek('accounts', one.key))
            look(one.who, answering?.recall('accounts', one.key, 'BACKEND_TIMEOUT'))
            seen.push(load(crm, one.who, one.key).then((entry) => look(one.who, entry)))
          } else if (one.what === 'wait') await vi.advanceTimersByTimeAsync(one.ms)
          else if (one.what === 'outage') crm.isDown = one.isDown
          else if (one.what === 'expire') crm.expire(one.who)
          else if (one.what === 'revoke') crm.revoked.add(one.who.subject)
          else crm.revoked.delete(one.who.subject)
        }
        await passTime(Promise.all(seen))
        await crm.source.close()
        expect(foreign).toEqual([])
      }),
      { numRuns: 60 },
    )
  })
})

it('a decision that was made with one caller’s rights is not given again to another', async () => {
  const crm = callerCrm()
  crm.rights.get('mia')?.add(accounts.acme)
  const { sources } = connectCompany({ clock: fakeClock })
  sources.set('salesforce', crm.source)
  const policy = northwind()
  const memory = createDecisionMemory(policy, sources)
  const parts = { policy, sources, clock: fakeClock, observe: noObserver, memory, deadlineMs: 2_000 }
  const decide = async (caller: Caller): Promise<Decision> => {
    const asked: Question = question({ accountId: accounts.acme, caller, tool: 'get_account_health' })
    return recallDecision(asked, parts) ?? (await passTime(gather(asked, parts))).value
  }
  const first = await decide(mia)
  expect(first.accountId).toBe(accounts.acme)
  expect(await decide(mia)).toBe(first)
  expect((await decide(tom)).status).toBe('not_found')
  expect(await decide(mia)).toBe(first)
  expect((await decide({ ...agent, subject: 'nobody' })).accountId).toBeUndefined()
})

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { accounts } from './support/company.ts'
import { fakeClock, passTime } from './support/fake-time.ts'
import { gatherFrom } from './support/gathering.ts'
import { friday } from './support/northwind.ts'
import { answersAfter, connectCompany, hangs } from './support/sources.ts'

beforeEach(() => {
  vi.useFakeTimers({ now: friday })
})
afterEach(() => {
  vi.useRealTimers()
})

const start = (company: ReturnType<typeof connectCompany>, signal: AbortSignal, accountId: string = accounts.acme) =>
  gatherFrom(company, { accountId }, { signal })

describe('a caller who hangs up', () => {
  it('is let go at once, with CALLER_GONE', async () => {
    const caller = new AbortController()
    const call = start(connectCompany({ clock: fakeClock, before: { gainsight: hangs } }), caller.signal)
    setTimeout(() => caller.abort(), 40)
    const started = Date.now()
    await expect(passTime(call)).rejects.toMatchObject({ code: 'CALLER_GONE' })
    expect(Date.now() - started).toBeLessThanOrEqual(42)
  })

  it('before anything was asked is let go as well', async () => {
    await expect(passTime(start(connectCompany({ clock: fakeClock }), AbortSignal.abort()))).rejects.toMatchObject({ code: 'CALLER_GONE' })
  })

  it('does not take the answer away from others who want the same', async () => {
    const company = connectCompany({ clock: fakeClock, before: { gainsight: answersAfter(50), salesforce: answersAfter(50) } })
    const caller = new AbortController()
    const gone = start(company, caller.signal)
    const staying = start(company, new AbortController().signal)
    setTimeout(() => caller.abort(), 10)
    await expect(passTime(gone)).rejects.toMatchObject({ code: 'CALLER_GONE' })
    expect((await passTime(staying)).value).toMatchObject({ status: 'ok', contact: { name: 'Sarah Jenkins' } })
    expect(company.requests.filter(({ system, lookup }) => system === 'gainsight' && lookup === 'accounts')).toHaveLength(1)
  })

  it('never counts against a backend', async () => {
    const company = connectCompany({
      clock: fakeClock,
      limits: { breaker: { openAtPercent: 50, ofCalls: 2, restMs: 1_000 } },
      before: { gainsight: answersAfter(20) },
    })
    for (const accountId of Object.values(accounts)) {
      const caller = new AbortController()
      const call = start(company, caller.signal, accountId)
      setTimeout(() => caller.abort(), 10)
      await expect(passTime(call)).rejects.toMatchObject({ code: 'CALLER_GONE' })
      await vi.advanceTimersByTimeAsync(30)
    }
    for (const source of company.sources.values()) expect(source.state()).toBe('closed')
  })

  it('leaves no timer behind once the answers are in', async () => {
    const company = connectCompany({ clock: fakeClock })
    await passTime(start(company, new AbortController().signal))
    await company.close()
    expect(vi.getTimerCount()).toBe(0)
  })
})

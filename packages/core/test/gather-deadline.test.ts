import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { accounts, systems } from './support/company.ts'
import { fakeClock, passTime } from './support/fake-time.ts'
import { gatherFrom } from './support/gathering.ts'
import { friday } from './support/northwind.ts'
import { answersAfter, connectCompany, hangs, ignoresEverything } from './support/sources.ts'

beforeEach(() => {
  vi.useFakeTimers({ now: friday })
})
afterEach(() => {
  vi.useRealTimers()
})

const deadlineMs = 200
const answer = (company: ReturnType<typeof connectCompany>, accountId: string = accounts.acme) =>
  passTime(gatherFrom(company, { accountId }, { deadlineMs }))

describe('the deadline', () => {
  it.each(systems)('holds, with somebody named, when %s hangs', async (system) => {
    for (const kind of [hangs, ignoresEverything]) {
      const { value, ms } = await answer(connectCompany({ clock: fakeClock, before: { [system]: kind } }))
      expect(ms).toBeLessThanOrEqual(deadlineMs + 50)
      expect(value.contact?.name).toBeTruthy()
      expect(value.status).not.toBe('ok')
    }
  })

  it.each(systems)('holds when %s answers only just in time, for every account', async (system) => {
    for (const accountId of [accounts.acme, accounts.cobalt, accounts.dune, accounts.globexUk]) {
      const { value, ms } = await answer(connectCompany({ clock: fakeClock, before: { [system]: answersAfter(90) } }), accountId)
      expect(ms).toBeLessThanOrEqual(deadlineMs + 50)
      expect(value.contact?.name).toBeTruthy()
    }
  })

  it('holds when everything hangs: then a manager on duty is named', async () => {
    const company = connectCompany({ clock: fakeClock, before: Object.fromEntries(systems.map((system) => [system, hangs])) })
    const { value, ms } = await answer(company)
    expect(ms).toBeLessThanOrEqual(deadlineMs + 50)
    expect(value).toMatchObject({ status: 'unavailable', contact: { name: 'Carlos Reyes' } })
    expect(company.events).toContainEqual(expect.objectContaining({ kind: 'decision' }))
  })

  it('leaves the next round its time when a system of the first one hangs', async () => {
    const { value } = await answer(connectCompany({ clock: fakeClock, before: { gainsight: hangs } }))
    expect(value).toMatchObject({ contact: { name: 'Priya Nair', booking_url: 'https://book.northwind.example/priya-nair' } })
    expect(value.body.flags).toContain('source_down:gainsight')
    expect(value.body.flags).not.toContain('source_down:salesforce')
    expect(value.body.flags).not.toContain('source_down:booking_sheet')
  })

  it('counts a system that was too late as one that could not be asked', async () => {
    const { value } = await answer(connectCompany({ clock: fakeClock, before: { gainsight: answersAfter(150) } }))
    expect(value.body.snapshot).toContainEqual(['gainsight', 'accounts', accounts.acme, { state: 'unknown', code: 'BACKEND_TIMEOUT' }])
    expect(value.body.facts['roles.csm']).toMatchObject({ state: 'unknown' })
  })

  it('does not lose an answer that came too late: the next call has it', async () => {
    const company = connectCompany({ clock: fakeClock, before: { gainsight: answersAfter(150) } })
    await answer(company)
    await vi.advanceTimersByTimeAsync(200)
    delete company.before.gainsight
    const { value } = await answer(company)
    expect(value).toMatchObject({ status: 'ok', contact: { name: 'Sarah Jenkins' } })
    expect(company.requests.filter(({ system, lookup }) => system === 'gainsight' && lookup === 'accounts')).toHaveLength(1)
  })

  it('takes no time when nothing has to be asked', async () => {
    const company = connectCompany({ clock: fakeClock })
    await answer(company)
    for (const system of systems) company.before[system] = hangs
    const { value, ms } = await answer(company)
    expect(value.status).toBe('ok')
    expect(ms).toBeLessThanOrEqual(1)
  })
})

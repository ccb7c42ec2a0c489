import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { accounts, mail } from './support/company.ts'
import { fakeClock, passTime } from './support/fake-time.ts'
import { gatherFrom } from './support/gathering.ts'
import { friday } from './support/northwind.ts'
import { answersAfter, connectCompany, failsWith, type Before } from './support/sources.ts'

beforeEach(() => {
  vi.useFakeTimers({ now: friday })
})
afterEach(() => {
  vi.useRealTimers()
})

const acme = { accountId: accounts.acme }

describe('gathering', () => {
  it('comes to the decision in two rounds, in which each system is asked once', async () => {
    const company = connectCompany({ clock: fakeClock })
    const { value } = await passTime(gatherFrom(company, acme))
    expect(value).toMatchObject({ status: 'ok', contact: { name: 'Sarah Jenkins', headshot_url: expect.any(String) } })
    expect(company.events).toContainEqual(expect.objectContaining({ kind: 'decision', rounds: 2, late: false }))
    const asked = company.requests.map(({ system, lookup }) => `${system} ${lookup}`)
    expect(new Set(asked).size).toBe(asked.length)
  })

  it('asks all systems of a round at the same time', async () => {
    const everybodyIsThere = Promise.withResolvers<void>()
    let waiting = 0
    const meet: Before = async ({ lookup }) => {
      if (lookup !== 'accounts') return
      waiting += 1
      if (waiting === 2) everybodyIsThere.resolve()
      await everybodyIsThere.promise
    }
    const company = connectCompany({ clock: fakeClock, before: { salesforce: meet, gainsight: meet } })
    expect((await passTime(gatherFrom(company, acme))).value.status).toBe('ok')
  })

  it('takes no longer than the slowest system of each round', async () => {
    const slow = answersAfter(100)
    const company = connectCompany({
      clock: fakeClock,
      before: { salesforce: slow, gainsight: slow, booking_sheet: slow, headshots: slow },
    })
    const { value, ms } = await passTime(gatherFrom(company, acme))
    expect(value.status).toBe('ok')
    expect(ms).toBeLessThan(250)
    const requests = company.events.filter((event) => event.kind === 'request')
    expect(requests.map((event) => event.ms)).toEqual(requests.map(() => 100))
  })

  it('asks nothing when everything is still known', async () => {
    const company = connectCompany({ clock: fakeClock })
    const first = await passTime(gatherFrom(company, acme))
    const asked = company.requests.length
    const second = await passTime(gatherFrom(company, acme))
    expect(company.requests).toHaveLength(asked)
    expect({ ...second.value, body: undefined }).toEqual({ ...first.value, body: undefined })
    expect(company.events.filter((event) => event.kind === 'decision').at(-1)).toMatchObject({ rounds: 0 })
  })

  it('does not ask a system again that failed in the same call, but does in the next', async () => {
    const company = connectCompany({ clock: fakeClock, before: { gainsight: failsWith('BACKEND_REFUSED') } })
    const { value } = await passTime(gatherFrom(company, acme))
    expect(value).toMatchObject({ status: 'degraded', body: { flags: expect.arrayContaining(['source_down:gainsight']) } })
    expect(company.requests.filter(({ system }) => system === 'gainsight')).toHaveLength(1)
    const fromGainsight = value.body.snapshot.filter(([source]) => source === 'gainsight').map(([, , , entry]) => entry)
    expect(fromGainsight.length).toBeGreaterThan(1)
    expect(new Set(fromGainsight.map((entry) => entry.state === 'unknown' && entry.code))).toEqual(new Set(['BACKEND_REFUSED']))
    await passTime(gatherFrom(company, acme))
    expect(company.requests.filter(({ system }) => system === 'gainsight').length).toBeGreaterThan(1)
  })

  it('answers without a system that is not connected', async () => {
    const company = connectCompany({ clock: fakeClock })
    company.sources.delete('headshots')
    const { value } = await passTime(gatherFrom(company, acme))
    expect(value).toMatchObject({ status: 'degraded', contact: { name: 'Sarah Jenkins' } })
    expect(value.body.snapshot).toContainEqual([
      'headshots',
      'headshots',
      mail('sarah.jenkins'),
      { state: 'unknown', code: 'CONNECTOR_UNKNOWN' },
    ])
  })

  it('judges the whole call by one moment', async () => {
    const company = connectCompany({ clock: fakeClock, before: { salesforce: answersAfter(500) } })
    vi.setSystemTime(Date.parse('2026-11-20T21:59:59.900Z'))
    const { value } = await passTime(gatherFrom(company, acme))
    expect(value.availability).toEqual({ state: 'available' })
  })
})

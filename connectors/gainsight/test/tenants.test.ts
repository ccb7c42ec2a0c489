import { describe, expect, it } from 'vitest'
import { start, type GainsightOptions } from '../sandbox/index.ts'
import type { KeyedLookup, AccountRecord, WholeLookup, PersonRecord, Connection } from '@cx-concierge/connector-kit'
import { northwind } from './northwind.ts'
import { call, nowMs, openConnection } from './open-connection.ts'

const accountsOf = (connection: Connection): KeyedLookup<AccountRecord> => {
  const { accounts } = connection.lookups
  if (typeof accounts !== 'function') throw new Error('accounts are asked by key')
  return accounts
}
const peopleOf = (connection: Connection): WholeLookup<readonly PersonRecord[]> => {
  const { people } = connection.lookups
  if (people === undefined || typeof people === 'function') throw new Error('people are read whole')
  return people
}

const tenants = (['list', 'records'] as const).flatMap((dataShape) =>
  (['iso', 'epoch'] as const).flatMap((dateShape) =>
    (['records', 'false', '400'] as const).map((emptyShape) => ({ dataShape, dateShape, emptyShape })),
  ),
)

describe('tenants that differ', () => {
  it.each(tenants)('give the same answers: $dataShape, $dateShape dates, nothing said as $emptyShape', async (shapes) => {
    await using backend = await start({ data: () => northwind, now: () => nowMs, ...shapes })
    const accounts = accountsOf(openConnection(backend.settings))
    expect(await accounts(['001NwAcmeRobot1IRA', '001NwNobodyKno1IRA'], call())).toEqual(
      new Map([
        [
          '001NwAcmeRobot1IRA',
          {
            id: '001NwAcmeRobot1IRA',
            name: 'Acme Robotics',
            status: 'Active',
            arr: 420_000,
            country: 'US',
            lifecycle: 'Adoption',
            healthScore: 80,
            healthScoreAt: '2026-11-19T06:00:00.000Z',
            roles: { csm: [{ id: '1P0SARAH', email: 'sarah.jenkins@northwind.example' }] },
          },
        ],
      ]),
    )
    expect(await accounts(['001NwNobodyKno1IRA'], call())).toEqual(new Map())
  })

  it('leave out what they do not have, instead of calling it empty', async () => {
    await using backend = await start({ data: () => northwind, now: () => nowMs })
    const fields = { company: { arr: null, health_score: null, health_score_at: null, lifecycle: null, country: null, status: null } }
    const accounts = accountsOf(openConnection({ ...backend.settings, fields }))
    const answers = await accounts(['001NwCobaltHea3IBC'], call())
    expect(answers.get('001NwCobaltHea3IBC')).toEqual({ id: '001NwCobaltHea3IBC', name: 'Cobalt Health', roles: { csm: [] } })
  })

  it('may know one account twice: the first company in order of its id speaks for it', async () => {
    const twin = { ...northwind.Company?.['1P02ACME'], Name: 'Acme Robotics (copy)' }
    const data = { ...northwind, Company: { '1P03TWIN': twin, ...northwind.Company } }
    await using backend = await start({ data: () => data, now: () => nowMs })
    const events: string[] = []
    const answers = await accountsOf(openConnection(backend.settings, { events }))(['001NwAcmeRobot1IRA'], call())
    expect(answers.get('001NwAcmeRobot1IRA')?.name).toBe('Acme Robotics')
    expect(events).toEqual(['gainsight-two-companies-for-one-account'])
  })

  it('may lack a configured field, and the error says where to look', async () => {
    await using backend = await start({ data: () => northwind, now: () => nowMs })
    const accounts = accountsOf(openConnection({ ...backend.settings, fields: { company: { health_score: 'Overall_Score__gc' } } }))
    await expect(accounts(['001NwAcmeRobot1IRA'], call())).rejects.toMatchObject({
      code: 'BACKEND_BAD_ANSWER',
      message: expect.stringContaining('field names in the settings'),
    })
  })
})

describe('users', () => {
  it('are read in pages when there are many', async () => {
    const users = Array.from({ length: 5001 }, (_, index) => [
      `1P0U${index}`,
      { Email: `user-${index}@northwind.example`, IsActiveUser: true },
    ])
    await using backend = await start({ data: () => ({ User: Object.fromEntries(users) }), now: () => nowMs })
    const people = await peopleOf(openConnection(backend.settings)).whole(call())
    expect(people.size).toBe(2 * 5001)
    expect(backend.stats().requests).toBe(2)
  })

  it('without an e-mail are nobody one could be sent to', async () => {
    await using backend = await start({ data: () => northwind, now: () => nowMs })
    const events: string[] = []
    const people = await peopleOf(openConnection(backend.settings, { events })).whole(call())
    expect([...people.keys()].toSorted()).toEqual(['1P0SARAH', '1P0SARAH_OLD', 'sarah.jenkins@northwind.example'])
    expect(events).toEqual(['gainsight-users-without-email'])
  })
})

describe('the limit of 100 calls a minute', () => {
  const shapes: Partial<GainsightOptions>[] = [{ errorStatus: 'own' }, { errorStatus: 200 }]

  it.each(shapes)('is told with the wait to the next full minute, whatever its status ($errorStatus)', async (shape) => {
    await using backend = await start({ data: () => northwind, now: () => nowMs, ...shape })
    const accounts = accountsOf(openConnection(backend.settings))
    backend.fail({ kind: 'rate_limited', times: 1 })
    await expect(accounts(['001NwAcmeRobot1IRA'], call())).rejects.toMatchObject({ code: 'BACKEND_RATE_LIMITED', retryAfterMs: 44_750 })
    expect((await accounts(['001NwAcmeRobot1IRA'], call())).size).toBe(1)
  })

  it('is kept by the pretend tenant, by its own clock', async () => {
    let clock = nowMs
    await using backend = await start({ data: () => northwind, now: () => clock })
    const connection = openConnection(backend.settings, { now: () => clock })
    await Promise.all(Array.from({ length: 100 }, () => connection.check(call())))
    await expect(connection.check(call())).rejects.toMatchObject({ code: 'BACKEND_RATE_LIMITED' })
    clock += 60_000
    await expect(connection.check(call())).resolves.toBeUndefined()
  })
})

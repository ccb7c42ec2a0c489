import { afterEach, describe, expect, it } from 'vitest'
import { start, type SalesforceSandboxOptions } from '../sandbox/index.ts'
import { ask, connect, noon } from './connect.ts'
import { northwind } from './northwind.ts'

const acme = '001NwAcmeRobot1IRA'
const merged = '001NwAcmeOldRe5IRE'
const holding = '001NwGlobexHol7IBC'
const europe = '001NwGlobexEur8IBC'
const britain = '001NwGlobexUkL9IBK'

const cleanUps: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp()
})

async function organisation(options: Partial<SalesforceSandboxOptions> = {}, settings: Readonly<Record<string, unknown>> = {}) {
  const backend = await start({ data: () => northwind, now: () => noon, ...options })
  const trial = connect({ ...backend.settings, ...settings }, options.now)
  cleanUps.push(
    async () => await trial.connection.close?.(),
    async () => await backend.close(),
  )
  const accounts = async (...keys: string[]) => await ask(trial.connection.lookups.accounts, keys)
  return { backend, ...trial, accounts }
}

describe('accounts', () => {
  it('come with the account above them in one request, its team included', async () => {
    const { backend, accounts } = await organisation()
    const found = await accounts(britain)
    expect(found.get(britain)).toMatchObject({ parentId: europe, roles: { owner: [{ id: '005NwIntegratioIBA' }] } })
    expect(found.get(europe)).toMatchObject({
      name: 'Globex Europe',
      country: 'DE',
      parentId: holding,
      roles: { 'team.Onboarding Manager': [{ id: '005NwLenaFisch6IRA', since: '2026-09-01T08:00:00.000Z' }] },
    })
    expect(backend.stats().byRoute).toEqual({ token: 1, composite: 1 })
  })

  it('further up are left to be asked for, rather than given without their team', async () => {
    const { accounts } = await organisation()
    expect((await accounts(britain)).has(holding)).toBe(false)
    expect((await accounts(europe)).get(holding)).toMatchObject({ name: 'Globex Holdings', parentId: null })
  })

  it('that come along are exactly what asking for them gives', async () => {
    const { accounts } = await organisation()
    const along = (await accounts(britain)).get(europe)
    expect(along).toEqual((await accounts(europe)).get(europe))
  })

  it('come with everything above them where there are no account teams', async () => {
    const { backend, accounts } = await organisation({}, { account_teams: false })
    const found = await accounts(britain)
    expect(found.get(holding)).toEqual((await accounts(holding)).get(holding))
    expect(found.get(holding)?.roles).toEqual({ owner: [{ id: '005NwPriyaNair4IBB', email: 'priya.nair@northwind.example' }] })
    expect(backend.stats().byRoute['composite']).toBe(2)
  })

  it('are read without teams in an edition that has none, which is noticed once', async () => {
    const { accounts, logLines } = await organisation({ accountTeams: false })
    expect((await accounts(acme)).get(acme)?.roles).toEqual({
      owner: [{ id: '005NwPriyaNair4IBB', email: 'priya.nair@northwind.example' }],
    })
    expect((await accounts(britain)).get(holding)?.name).toBe('Globex Holdings')
    expect(logLines).toEqual(['salesforce.no_account_teams undefined'])
  })

  it.each([
    [503, 'SERVER_UNAVAILABLE'],
    [403, 'INSUFFICIENT_ACCESS'],
  ])('have roles that nobody knows when the teams cannot be read (%i %s), and bring nobody along', async (status, errorCode) => {
    const { accounts } = await organisation({ refuses: (object) => (object === 'AccountTeamMember' ? { status, errorCode } : undefined) })
    const found = await accounts(britain)
    expect(found.get(britain)).toMatchObject({ name: 'Globex UK Ltd', roles: null })
    expect(found.has(europe)).toBe(false)
  })

  it('that were merged away say where to', async () => {
    const { accounts } = await organisation()
    expect((await accounts(merged)).get(merged)).toMatchObject({ deleted: true, mergedInto: acme })
  })

  it('that were deleted bring nothing along, since no team is found through them', async () => {
    const child = '001NwDeletedC01'
    const { accounts } = await organisation({
      data: () => ({ ...northwind, Account: { ...northwind.Account, [child]: { ParentId: europe, IsDeleted: true } } }),
    })
    const found = await accounts(child)
    expect(found.get(child)).toMatchObject({ deleted: true, parentId: europe })
    expect(found.has(europe)).toBe(false)
  })

  it('answer to the key that was asked, also when it is short', async () => {
    const { accounts } = await organisation()
    const found = await accounts('001NwAcmeRobot1')
    expect(found.get('001NwAcmeRobot1')?.id).toBe(acme)
    expect(found.get(acme)?.id).toBe(acme)
  })

  it('with more team members than fit on a page are read to the end', async () => {
    const members = Array.from({ length: 7 }, (_, index) => [
      `01M${index}`,
      { AccountId: acme, UserId: '005NwSarahJenk1IBB', TeamMemberRole: 'CSM', CreatedDate: `2026-01-1${index}` },
    ])
    const { backend, accounts } = await organisation({
      pageSize: 3,
      data: () => ({ ...northwind, AccountTeamMember: Object.fromEntries(members) as object }),
    })
    expect((await accounts(acme)).get(acme)?.roles?.['team.CSM']).toHaveLength(7)
    expect(backend.stats().byRoute).toEqual({ token: 1, composite: 1, query: 2 })
  })

  it('are asked for in one request, two hundred at a time', async () => {
    const ids = Array.from({ length: 200 }, (_, index) => `001Nw${String(index).padStart(10, '0')}`)
    const stored = Object.fromEntries(ids.map((id) => [id, { Name: id }]))
    const { backend, accounts } = await organisation({ data: () => ({ Account: stored }) })
    expect([...(await accounts(...ids)).values()].filter((account) => account !== undefined)).toHaveLength(400)
    expect(backend.stats().byRoute['composite']).toBe(1)
  })

  it('are not asked for at all when no key can be an account', async () => {
    const { backend, accounts } = await organisation()
    expect((await accounts("001' OR Id != null", '005NwSarahJenk1IBB')).size).toBe(0)
    expect(backend.stats().requests).toBe(0)
  })

  it('carry no attribute that the organisation has no field for', async () => {
    const { accounts } = await organisation({}, { fields: { account: { tags: null, segment: null, country: 'BillingCountry' } } })
    await expect(accounts(acme)).rejects.toMatchObject({
      code: 'BACKEND_REFUSED',
      message: expect.stringContaining('no field BillingCountry on Account'),
    })
    const { accounts: fewer } = await organisation({}, { fields: { account: { tags: null, segment: null } } })
    const account = (await fewer(acme)).get(acme)
    expect(account).not.toHaveProperty('tags')
    expect(account).not.toHaveProperty('segment')
    expect(account).toHaveProperty('arr', 420_000)
  })

  it('are checked with every field of the settings', async () => {
    const { connection } = await organisation({}, { fields: { account: { arr: 'Turnover__c' } } })
    await expect(connection.check({ signal: AbortSignal.timeout(5_000) })).rejects.toMatchObject({
      code: 'BACKEND_REFUSED',
      message: 'Salesforce has no field Turnover__c on Account, or hides it from the integration user.',
    })
  })

  it('warn once when the daily allowance runs low', async () => {
    const { accounts, logLines } = await organisation({ dailyCalls: 10 })
    for (let call = 1; call <= 10; call += 1) await accounts(acme)
    expect(logLines).toEqual(['salesforce.allowance_low {"used":9,"limit":10}'])
    await expect(accounts(acme)).rejects.toMatchObject({ code: 'BACKEND_RATE_LIMITED' })
  })
})

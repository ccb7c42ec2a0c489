import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createDecisionMemory, type Question, type Source } from '../src/index.ts'
import { accounts, mail } from './support/company.ts'
import { fakeClock, passTime } from './support/fake-time.ts'
import { gatherFrom } from './support/gathering.ts'
import { agent, colleague, customer } from './support/callers.ts'
import { friday, northwind } from './support/northwind.ts'
import { connectCompany, failsWith, type Connecting } from './support/sources.ts'
import { hours, minutes, seconds } from './support/time.ts'

beforeEach(() => {
  vi.useFakeTimers({ now: friday })
})
afterEach(() => {
  vi.useRealTimers()
})

/** A company whose decisions are kept. */
function remembering(connecting: Partial<Connecting> = {}) {
  const company = connectCompany({ clock: fakeClock, ...connecting })
  const memory = createDecisionMemory(northwind(), company.sources)
  return {
    ...company,
    ask: async (about: Partial<Question>) => (await passTime(gatherFrom(company, about, { memory }))).value,
  }
}

describe('a decision that was made a moment ago', () => {
  it('is given again, the very same, while nothing it was made of has changed', async () => {
    const { ask, requests, events } = remembering()
    const first = await ask({ accountId: accounts.acme })
    const asked = requests.length
    expect(await ask({ accountId: accounts.acme })).toBe(first)
    expect(requests).toHaveLength(asked)
    expect(events.at(-1)).toMatchObject({ kind: 'decision', rounds: 0, late: false })
  })

  it('is not given to another question', async () => {
    const { ask } = remembering()
    const first = await ask({ accountId: accounts.acme })
    for (const other of [
      { accountId: accounts.ferro },
      { accountId: accounts.acme, topic: 'urgent_outage' },
      { accountId: accounts.acme, language: 'de' },
      { accountId: accounts.acme, tool: 'get_account_team' },
      { accountId: accounts.acme, tool: 'get_account_team', roles: ['ae'] },
      { email: accounts.acme },
    ] as const)
      expect(await ask(other)).not.toBe(first)
    const roles = async (role: string) =>
      Object.keys((await ask({ accountId: accounts.acme, tool: 'get_account_team', roles: [role] })).team ?? {})
    expect([await roles('csm'), await roles('ae')]).toEqual([['csm'], ['ae']])
  })

  it('is not given to a caller who may know less, or more', async () => {
    const { ask } = remembering()
    expect((await ask({ accountId: accounts.acme })).status).toBe('ok')
    expect((await ask({ accountId: accounts.acme, caller: { ...agent, scopes: new Set(['cx.route']) } })).status).toBe('not_found')
    expect((await ask({ accountId: accounts.acme, caller: customer([accounts.birch]) })).status).toBe('not_found')
    expect((await ask({ accountId: accounts.acme, caller: customer([accounts.acme]) })).status).toBe('ok')
    expect((await ask({ email: 'new@kestrel.example' })).candidates).toBeUndefined()
    expect((await ask({ email: 'new@kestrel.example', caller: colleague })).candidates).toHaveLength(2)
    expect((await ask({ email: 'new@kestrel.example', caller: { ...agent, customerVerified: false } })).status).toBe('identity_unverified')
    const proved = customer(undefined, 'jane.doe@acme-robotics.example')
    expect((await ask({ email: 'jane.doe@acme-robotics.example', caller: proved })).status).toBe('ok')
    expect((await ask({ email: 'jane.doe@acme-robotics.example', caller: { ...proved, emailVerified: false } })).status).toBe(
      'identity_unverified',
    )
  })

  it('is made anew in the next minute, because hours are told by the minute', async () => {
    const { ask } = remembering()
    vi.setSystemTime(Date.parse('2026-11-20T21:59:30Z'))
    expect((await ask({ accountId: accounts.acme })).availability).toEqual({ state: 'available' })
    vi.setSystemTime(Date.parse('2026-11-20T22:00:00Z'))
    expect((await ask({ accountId: accounts.acme })).availability).toMatchObject({ state: 'out_of_hours' })
  })

  it('is made anew when a system has said something else since', async () => {
    const { ask, sources, company } = remembering()
    const first = await ask({ accountId: accounts.acme })
    Object.assign(company.gainsight.accounts?.[accounts.acme] ?? {}, { status: 'Churn' })
    await passTime((sources.get('gainsight') as Source).load('accounts', accounts.acme))
    const second = await ask({ accountId: accounts.acme })
    expect(first.decided.rule).toBe('enterprise')
    expect(second.decided.rule).toBe('churned')
  })

  it('is not kept past the freshness of what it was made of', async () => {
    const { ask, requests } = remembering()
    await ask({ accountId: accounts.acme })
    const asked = requests.length
    vi.setSystemTime(friday + 15 * minutes + 30 * seconds)
    await ask({ accountId: accounts.acme })
    expect(requests.length).toBeGreaterThan(asked)
  })

  it('is not kept when something was missing or old', async () => {
    const { ask, before, events } = remembering({ before: { gainsight: failsWith('BACKEND_TIMEOUT') } })
    expect((await ask({ accountId: accounts.acme })).status).toBe('degraded')
    delete before.gainsight
    expect((await ask({ accountId: accounts.acme })).status).toBe('ok')
    before.gainsight = failsWith('BACKEND_TIMEOUT')
    vi.setSystemTime(friday + 1 * hours)
    expect((await ask({ accountId: accounts.acme })).status).toBe('degraded')
    delete before.gainsight
    expect((await ask({ accountId: accounts.acme })).status).toBe('ok')
    expect(events.filter((event) => event.kind === 'decision' && event.rounds === 0)).toEqual([])
  })

  it('is not kept past the moment at which a signed picture runs out', async () => {
    const url = 'https://img.northwind.example/people/a.jpg'
    const { ask } = remembering({
      changes: { headshots: { headshots: { [mail('sarah.jenkins')]: { url, expiresAt: friday + 20 * seconds } } } },
    })
    expect((await ask({ accountId: accounts.acme })).contact?.headshot_url).toBe(url)
    vi.setSystemTime(friday + 20 * seconds)
    expect((await ask({ accountId: accounts.acme })).contact?.headshot_url).toBeUndefined()
  })

  it('is not given to a moment before it was made', async () => {
    const { ask } = remembering()
    vi.setSystemTime(friday + 40 * seconds)
    const first = await ask({ accountId: accounts.acme })
    vi.setSystemTime(friday + 10 * seconds)
    expect(await ask({ accountId: accounts.acme })).not.toBe(first)
  })
})

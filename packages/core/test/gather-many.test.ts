import type { AccountRecord, PersonRecord } from '@cx-concierge/contract'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { accounts, mail } from './support/company.ts'
import { fakeClock, passTime } from './support/fake-time.ts'
import { gatherFrom } from './support/gathering.ts'
import { friday } from './support/northwind.ts'
import { answersAfter, connectCompany, failsWith, type Request } from './support/sources.ts'

beforeEach(() => {
  vi.useFakeTimers({ now: friday })
})
afterEach(() => {
  vi.useRealTimers()
})

const ids = Array.from({ length: 200 }, (_, index) => `001NwAccnt${String(index).padStart(5, '0')}IRA`)
const csmOf = (index: number): PersonRecord => ({
  id: `1P0-csm${index}`,
  email: mail(`csm${index}`),
  name: `Casey ${index}`,
  employment: 'active',
})
/** Two hundred enterprise accounts, each with a CSM of its own. */
const crowd = {
  salesforce: { accounts: Object.fromEntries(ids.map((id): [string, AccountRecord] => [id, { id, segment: 'Enterprise', roles: {} }])) },
  gainsight: {
    accounts: Object.fromEntries(
      ids.map((id, index): [string, AccountRecord] => [
        id,
        { id, status: 'Active', roles: { csm: [{ id: csmOf(index).id, email: csmOf(index).email }] } },
      ]),
    ),
    people: Object.fromEntries(ids.map((_, index) => [csmOf(index).id, csmOf(index)])),
  },
}

const perLookup = (requests: readonly Request[]): readonly number[] =>
  Object.values(Object.groupBy(requests, ({ system, lookup }) => `${system} ${lookup}`)).map((group) => group?.length ?? 0)
const askAll = (company: ReturnType<typeof connectCompany>, wanted: readonly string[]) =>
  Promise.all(wanted.map((accountId) => gatherFrom(company, { accountId })))

describe('many callers at once', () => {
  it('about 200 different accounts cost at most two requests per look-up', async () => {
    const company = connectCompany({
      clock: fakeClock,
      changes: crowd,
      before: { salesforce: answersAfter(20), gainsight: answersAfter(20) },
    })
    const { value } = await passTime(askAll(company, ids))
    expect(value.map((decision) => decision.contact?.name)).toEqual(ids.map((_, index) => `Casey ${index}`))
    for (const requests of perLookup(company.requests)) expect(requests).toBeLessThanOrEqual(2)
  })

  it('about one account cost one request per look-up, though there are a thousand', async () => {
    const company = connectCompany({
      clock: fakeClock,
      before: { salesforce: answersAfter(20), gainsight: answersAfter(20), booking_sheet: answersAfter(20) },
    })
    const { value } = await passTime(
      askAll(
        company,
        Array.from({ length: 1_000 }, () => accounts.acme),
      ),
    )
    expect(new Set(value.map((decision) => decision.contact?.name))).toEqual(new Set(['Sarah Jenkins']))
    for (const requests of perLookup(company.requests)) expect(requests).toBe(1)
  })

  it('about one account share a failure, and the next one tries again', async () => {
    const company = connectCompany({ clock: fakeClock, before: { gainsight: failsWith('BACKEND_REFUSED') } })
    const { value } = await passTime(
      askAll(
        company,
        Array.from({ length: 50 }, () => accounts.acme),
      ),
    )
    expect(new Set(value.map((decision) => decision.status))).toEqual(new Set(['degraded']))
    delete company.before.gainsight
    expect((await passTime(askAll(company, [accounts.acme]))).value[0]?.status).toBe('ok')
  })
})

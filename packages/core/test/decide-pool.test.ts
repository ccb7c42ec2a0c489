import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Pool } from '../src/index.ts'
import { ask } from './support/ask.ts'
import { accounts, down, inSalesforce, mail, type Changes } from './support/company.ts'
import { northwind, northwindRouting } from './support/northwind.ts'
import { rule } from './support/rule.ts'
import { at } from './support/time.ts'

const members = ['diego.alvarez', 'chloe.martin', 'hugo.lind', 'rosa.meyer', 'omar.haddad'].map(mail)
const poolOf = (list: readonly string[]) => {
  const { pools } = northwind()
  const emea = pools.get('emea-success') as Pool
  return northwind({ pools: new Map([...pools, ['emea-success', { ...emea, members: list }]]) })
}
const id = (index: number): string => `001NwAccnt${String(index).padStart(5, '0')}IRA`
/** The member this account gets. */
const memberFor = (accountId: string, list: readonly string[], changes: Changes = {}, language?: string) =>
  ask(
    { accountId, ...(language === undefined ? {} : { language }) },
    { ...changes, salesforce: { accounts: { [accountId]: { id: accountId, segment: 'Mid-Market', roles: {} } }, ...changes.salesforce } },
    { policy: poolOf(list) },
  ).contact

const outFor = (...people: readonly string[]): Changes => ({
  booking_sheet: { coverage: Object.fromEntries(people.map((email) => [email, { outFrom: '2026-11-16', outUntil: '2026-11-27' }])) },
})

describe('a pool of colleagues', () => {
  it('gives the same account the same colleague every time, in whatever order they are listed', () => {
    const first = memberFor(accounts.ferro, members)
    expect(first?.kind).toBe('person')
    expect(memberFor(accounts.ferro, members)).toEqual(first)
    expect(memberFor(accounts.ferro, members.toReversed())).toEqual(first)
  })

  it('spreads accounts over all of them', () => {
    const got = Array.from({ length: 300 }, (_, index) => memberFor(id(index), members)?.email as string)
    for (const member of members) expect(got.filter((email) => email === member).length).toBeGreaterThan(30)
  })

  it('moves only the accounts of a member who leaves the list', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 99_999 }), fc.constantFrom(...members), (index, leaver) => {
        const before = memberFor(id(index), members)?.email
        const after = memberFor(
          id(index),
          members.filter((member) => member !== leaver),
        )?.email
        expect(after).not.toBe(leaver)
        expect(before === leaver || after === before).toBe(true)
      }),
      { numRuns: 100 },
    )
  })

  it('gives the account somebody else while its colleague is on leave, and the same one after', () => {
    const own = memberFor(accounts.ferro, members)?.email as string
    const standIn = memberFor(accounts.ferro, members, outFor(own))?.email
    expect(standIn).not.toBe(own)
    expect(members).toContain(standIn)
    expect(memberFor(accounts.ferro, members)?.email).toBe(own)
  })

  it('never gives somebody who has left or is no person', () => {
    const left = Object.fromEntries(
      ['diego.alvarez', 'chloe.martin'].map((who) => [inSalesforce(who), { employment: 'inactive' as const }]),
    )
    for (let index = 0; index < 20; index += 1) {
      const accountId = id(index)
      const changes = { salesforce: { people: left, accounts: { [accountId]: { id: accountId, segment: 'Mid-Market', roles: {} } } } }
      expect(
        memberFor(accountId, [mail('diego.alvarez'), mail('chloe.martin'), mail('integration'), mail('hugo.lind')], changes)?.email,
      ).toBe(mail('hugo.lind'))
    }
  })

  it('prefers somebody who speaks the customer’s language', () => {
    for (let index = 0; index < 10; index += 1) {
      expect(memberFor(id(index), members, {}, 'fr')?.email).toBe(mail('chloe.martin'))
      expect(memberFor(id(index), members, {}, 'FR-ca')?.email).toBe(mail('chloe.martin'))
      expect(memberFor(id(index), members, {}, 'sv')?.email).toBe(mail('hugo.lind'))
    }
  })

  it('gives somebody all the same when nobody speaks it', () => {
    expect(memberFor(accounts.ferro, members, {}, 'fi')).toEqual(memberFor(accounts.ferro, members))
    expect(memberFor(accounts.ferro, members, outFor(mail('chloe.martin')), 'fr')?.kind).toBe('person')
  })

  it('shows the team’s card when everybody is away', () => {
    expect(memberFor(accounts.ferro, members, outFor(...members))).toEqual({
      kind: 'team',
      name: 'EMEA Success Team',
      email: mail('emea-success'),
    })
  })

  it('that is always on gives its colleague, and its team’s card when they are not at work', () => {
    const { pools } = northwind()
    const emea = { ...(pools.get('emea-success') as Pool), alwaysOn: true }
    const routing = { ...northwind().routing, rules: [rule('now', {}, ['pool emea-success'], true)] }
    const policy = northwind({ routing, pools: new Map([...pools, ['emea-success', emea]]) })
    expect(ask({ accountId: accounts.acme }, {}, { policy })).toMatchObject({ contact: { kind: 'person' } })
    expect(ask({ accountId: accounts.acme }, {}, { policy, now: at('2026-11-22T15:00:00Z') })).toMatchObject({
      contact: { kind: 'team', email: mail('emea-success') },
      availability: { state: 'available' },
    })
  })

  it('still gives somebody when it could not be checked who is on leave', () => {
    const decision = ask({ accountId: accounts.cobalt }, { booking_sheet: down })
    expect(decision).toMatchObject({ status: 'degraded', contact: { kind: 'person' } })
    expect(decision.body.flags).toContain('out_of_office_unknown')
  })

  it('says of every member why not', () => {
    const decision = ask({ accountId: accounts.cobalt }, outFor(mail('diego.alvarez')))
    expect(decision.body.considered.filter(({ source }) => source === 'pool.emea-success')).toHaveLength(3)
    expect(decision.body.considered).toContainEqual(expect.objectContaining({ who: mail('diego.alvarez'), verdict: 'out_of_office' }))
  })
})

describe('a shared desk', () => {
  it('is shown as a team, without a word on when it answers unless it is always on', () => {
    const decision = ask({ accountId: accounts.birch })
    expect(decision).toMatchObject({ contact: { kind: 'team' } })
    expect(decision.availability?.state ?? 'unknown').toBe('unknown')
    expect(decision.message).not.toMatch(/available/i)
  })

  it('is passed over when somebody must be at work now and it is not always on', () => {
    const policy = northwindRouting({ rules: [rule('urgent', {}, ['pool smb-success', 'pool support-247'], true)] })
    expect(ask({ accountId: accounts.acme }, {}, { policy })).toMatchObject({
      contact: { email: mail('support') },
      availability: { state: 'available' },
      body: { skipped: [['pool smb-success', 'not_at_work']] },
    })
  })
})

import { describe, expect, it } from 'vitest'
import { escalationAnswer, mayKnow, snapshotOf } from '../src/index.ts'
import { ask, askInRounds } from './support/ask.ts'
import { agent, colleague, customer } from './support/callers.ts'
import { accounts, down, type Changes } from './support/company.ts'
import { friday, northwind } from './support/northwind.ts'

const inEurope = { ...agent, regions: ['EMEA'] }
const bytes = (about: Parameters<typeof ask>[0], changes: Changes = {}) =>
  JSON.stringify(escalationAnswer(ask({ caller: inEurope, ...about }, changes), 'dec_bcdfghjklmnpqrstvwxz'))

describe('a token that is limited to a region', () => {
  it('lets its caller ask about accounts of that region, in as many rounds as anybody', () => {
    expect(ask({ accountId: accounts.cobalt, caller: inEurope })).toMatchObject({ status: 'ok', accountId: accounts.cobalt })
    const { rounds } = askInRounds({ accountId: accounts.cobalt, caller: inEurope })
    expect(rounds).toHaveLength(askInRounds({ accountId: accounts.cobalt }).rounds.length)
  })

  it.each([
    ['by id', { accountId: accounts.acme }],
    ['by number', { accountId: '12345' }],
    ['by the id of an account that was merged into it', { accountId: accounts.acmeOld }],
    ['by a contact’s address', { email: 'jane.doe@acme-robotics.example' }],
    ['by domain', { email: 'john@acme-robotics.example' }],
  ])('refuses an account elsewhere as if it did not exist, to the byte: %s', (_way, about) => {
    const nothing = 'accountId' in about ? { accountId: accounts.nobody } : { email: 'nobody@nowhere.example' }
    expect(bytes(about)).toBe(bytes(nothing))
    expect(ask({ caller: inEurope, ...about }).auditFlags).toEqual(['denied_other_region'])
  })

  it('refuses an account that lies in no region', () => {
    const nowhere = { salesforce: { accounts: { [accounts.cobalt]: { country: null } } } }
    expect(bytes({ accountId: accounts.cobalt }, nowhere)).toBe(bytes({ accountId: accounts.nobody }))
  })

  it('says that records could not be checked when the region could not be read, whatever the account', () => {
    const outage = { salesforce: down, gainsight: down }
    expect(ask({ accountId: accounts.cobalt, caller: inEurope }, outage).status).toBe('unavailable')
    expect(bytes({ accountId: accounts.cobalt }, outage)).toBe(bytes({ accountId: accounts.acme }, outage))
  })

  it('chooses only among accounts of the region when an address fits several', () => {
    const several = { salesforce: { accountsByContact: { 'sam@consult.example': [accounts.acme, accounts.cobalt] } } }
    expect(ask({ email: 'sam@consult.example', caller: inEurope }, several)).toMatchObject({ accountId: accounts.cobalt, auditFlags: [] })
  })

  it('does not list candidates elsewhere, not even to staff', () => {
    const staff = { ...colleague, regions: ['EMEA'] }
    expect(ask({ email: 'x@kestrel.example', caller: colleague }).candidates).toHaveLength(2)
    expect(ask({ email: 'x@kestrel.example', caller: staff })).toMatchObject({ status: 'not_found' })
    const many = Array.from({ length: 30 }, (_, index) => `001NwMany${String(index).padStart(6, '0')}AAA`)
    const crowd = { salesforce: { accountsByContact: { 'sam@consult.example': many } } }
    expect(ask({ email: 'sam@consult.example', caller: staff }, crowd).message).not.toMatch(/001NwMany/)
  })

  it('binds together with the accounts a token names', () => {
    expect(ask({ accountId: accounts.acme, caller: { ...customer([accounts.acme]), regions: ['EMEA'] } }).status).toBe('not_found')
    expect(ask({ accountId: accounts.acme, caller: { ...customer([accounts.acme]), regions: ['AMER'] } }).status).toBe('ok')
  })

  it('is not lifted by an empty list: that is no region at all', () => {
    expect(ask({ accountId: accounts.cobalt, caller: { ...agent, regions: [] } }).status).toBe('not_found')
  })
})

describe('who may be told of an earlier decision', () => {
  const decided = (accountId: string, caller = agent) => {
    const { body, accountId: found } = ask({ accountId, caller })
    return { accountId: found, snapshot: snapshotOf(body.snapshot), at: friday }
  }
  const may = (caller: typeof agent, accountId: string) => mayKnow(caller, 'explain_routing', decided(accountId), northwind())

  it('staff may, of every decision', () => {
    expect(may(colleague, accounts.acme)).toBe(true)
    expect(may(colleague, accounts.nobody)).toBe(true)
  })

  it('staff of one region may of decisions about accounts there', () => {
    const inEurope = { ...colleague, regions: ['EMEA'] }
    expect(may(inEurope, accounts.cobalt)).toBe(true)
    expect(may(inEurope, accounts.acme)).toBe(false)
    expect(may(inEurope, accounts.nobody)).toBe(false)
  })

  it('whoever is bound to accounts may of decisions about these', () => {
    expect(may({ ...colleague, accountIds: [accounts.acme] }, accounts.acme)).toBe(true)
    expect(may({ ...colleague, accountIds: [accounts.acme] }, accounts.cobalt)).toBe(false)
  })

  it('nobody else may', () => {
    expect(may(agent, accounts.acme)).toBe(false)
    expect(may(customer([accounts.acme]), accounts.acme)).toBe(false)
  })
})

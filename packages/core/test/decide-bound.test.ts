import { describe, expect, it } from 'vitest'
import { escalationAnswer } from '../src/index.ts'
import { ask } from './support/ask.ts'
import { accounts, down } from './support/company.ts'
import { agent, colleague, customer } from './support/callers.ts'

const jane = customer([accounts.acme], 'jane.doe@acme-robotics.example')
const bytes = (asked: Parameters<typeof ask>[0], changes = {}) =>
  JSON.stringify(escalationAnswer(ask({ caller: jane, ...asked }, changes), 'dec_bcdfghjklmnpqrstvwxz'))

describe('a token that names accounts', () => {
  it('lets its caller ask about them by id, in either length', () => {
    expect(ask({ accountId: accounts.acme, caller: jane }).status).toBe('ok')
    expect(ask({ accountId: accounts.acme, caller: customer([accounts.acme.slice(0, 15)]) }).status).toBe('ok')
  })

  it('lets its caller ask about them by number, by contact and by domain', () => {
    expect(ask({ accountId: '12345', caller: jane }).accountId).toBe(accounts.acme)
    expect(ask({ email: 'jane.doe@acme-robotics.example', caller: jane }).accountId).toBe(accounts.acme)
    const john = customer([accounts.acme], 'john@acme-robotics.example')
    expect(ask({ email: 'john@acme-robotics.example', caller: john })).toMatchObject({
      accountId: accounts.acme,
      matchedBy: 'email_domain',
    })
  })

  it('refuses every other account as if it did not exist, to the byte', () => {
    const missing = bytes({ accountId: accounts.nobody })
    expect(bytes({ accountId: accounts.iris })).toBe(missing)
    expect(bytes({ accountId: accounts.halcyon })).toBe(missing)
    expect(bytes({ accountId: accounts.globexUk })).toBe(missing)
    expect(bytes({ accountId: '777' })).toBe(missing)
    expect(bytes({ accountId: '99999' })).toBe(missing)
  })

  it('refuses them in the same words while the systems are down', () => {
    const outage = { salesforce: down, gainsight: down }
    expect(bytes({ accountId: accounts.iris }, outage)).toBe(bytes({ accountId: accounts.nobody }))
  })

  it('tells the audit record, and only the audit record, of the attempt', () => {
    const decision = ask({ accountId: accounts.iris, caller: jane })
    expect(decision.auditFlags).toEqual(['denied_other_account'])
    expect(ask({ accountId: '777', caller: jane }).auditFlags).toEqual(['denied_other_account'])
    expect(ask({ accountId: accounts.acme, caller: jane }).auditFlags).toEqual([])
    expect(decision.message).not.toMatch(/denied|Iris/)
  })

  it('is kept to its own accounts when an address fits several', () => {
    const sam = customer([accounts.acme], 'sam@consult.example')
    const several = { salesforce: { accountsByContact: { 'sam@consult.example': [accounts.iris, accounts.acme] } } }
    expect(ask({ email: 'sam@consult.example', caller: sam }, several).accountId).toBe(accounts.acme)
    const eve = customer([accounts.birch], 'sam@consult.example')
    expect(ask({ email: 'sam@consult.example', caller: eve }, several)).toMatchObject({
      status: 'not_found',
      auditFlags: ['denied_other_account'],
    })
  })

  it('does not reach the parent through a subsidiary', () => {
    const both = customer([accounts.globexUk, accounts.globexEurope], 'new@globex.example')
    expect(ask({ email: 'new@globex.example', caller: both }).status).toBe('ambiguous')
    const all = customer([accounts.globexUk, accounts.globexEurope, accounts.globex], 'new@globex.example')
    expect(ask({ email: 'new@globex.example', caller: all }).accountId).toBe(accounts.globex)
  })

  it('reaches the account its own was merged into, and the account that was merged into its own', () => {
    expect(ask({ accountId: accounts.acmeOld, caller: customer([accounts.acmeOld]) })).toMatchObject({
      status: 'ok',
      accountId: accounts.acme,
    })
    expect(ask({ accountId: accounts.acmeOld, caller: jane })).toMatchObject({ status: 'ok', accountId: accounts.acme })
  })

  it('does not reach an account through somebody else’s merge', () => {
    expect(ask({ accountId: accounts.acmeOld, caller: customer([accounts.birch]) }).status).toBe('not_found')
  })

  it('binds agents and staff too', () => {
    expect(ask({ accountId: accounts.iris, caller: { ...agent, accountIds: [accounts.acme] } }).status).toBe('not_found')
    expect(ask({ accountId: accounts.iris, caller: { ...colleague, accountIds: [accounts.acme] } }).status).toBe('not_found')
  })

  it('that names none permits none', () => {
    expect(ask({ accountId: accounts.acme, caller: customer([]) }).status).toBe('not_found')
    expect(ask({ accountId: accounts.acme, caller: customer(undefined) }).status).toBe('not_found')
  })

  it('still gets a manager when its own account cannot be read', () => {
    expect(ask({ accountId: accounts.acme, caller: jane }, { salesforce: down, gainsight: down })).toMatchObject({
      status: 'unavailable',
      contact: { name: 'Carlos Reyes' },
    })
  })
})

import { describe, expect, it } from 'vitest'
import { escalationAnswer } from '../src/index.ts'
import { ask, askInRounds } from './support/ask.ts'
import { accounts, down, type Changes } from './support/company.ts'
import { customer } from './support/callers.ts'

const id = 'dec_bcdfghjklmnpqrst'

describe('identity', () => {
  it('asks only the system of record about an account the token does not name', () => {
    const { rounds } = askInRounds({ accountId: accounts.iris, caller: customer([accounts.acme]) })
    expect(new Set(rounds.flat().map(({ source }) => source))).toEqual(new Set(['salesforce']))
  })
  it('a foreign account number is not found also while accounts cannot be read', () => {
    const half = { salesforce: { unreadable: ['accounts'] }, gainsight: down } as const
    const bytes = (accountId: string) => JSON.stringify(escalationAnswer(ask({ accountId, caller: customer([accounts.acme]) }, half), id))
    expect(bytes('777')).toBe(bytes('99999'))
  })
  it('a token that names a merged account reaches its survivor by e-mail', () => {
    const caller = customer([accounts.acmeOld], 'jane.doe@acme-robotics.example')
    expect(ask({ email: 'jane.doe@acme-robotics.example', caller })).toMatchObject({ status: 'ok', accountId: accounts.acme })
  })
  it('same when the contact still points at the merged account', () => {
    const caller = customer([accounts.acmeOld], 'jane.doe@acme-robotics.example')
    const c = { salesforce: { accountsByContact: { 'jane.doe@acme-robotics.example': [accounts.acmeOld] } } }
    expect(ask({ email: 'jane.doe@acme-robotics.example', caller }, c)).toMatchObject({ status: 'ok', accountId: accounts.acme })
  })
  it('a bound caller whose address fits very many accounts gets their own', () => {
    const many = Array.from({ length: 25 }, (_, index) => `001NwMany${String(index).padStart(6, '0')}IRA`)
    const c = { salesforce: { accountsByContact: { 'sam@consult.example': [...many, accounts.acme] } } }
    expect(ask({ email: 'sam@consult.example', caller: customer([accounts.acme], 'sam@consult.example') }, c).accountId).toBe(accounts.acme)
  })
  it('a customer whose number cannot be looked up is told so, not that there is no account', () => {
    expect(ask({ accountId: '12345', caller: customer([accounts.acme]) }, { salesforce: down, gainsight: down }).status).toBe('unavailable')
  })
  it('a family whose top parent was deleted is not answered with the deleted account', () => {
    const c: Changes = {
      salesforce: {
        accountsByDomain: { 'globex.example': [accounts.globexUk, accounts.globexEurope] },
        accounts: { [accounts.globex]: { deleted: true } },
      },
    }
    expect(ask({ email: 'new@globex.example' }, c).accountId).not.toBe(accounts.globex)
  })
  it('a family with a former top parent and two active ones is not sent to the win-back team', () => {
    const c: Changes = {
      salesforce: { accountsByDomain: { 'globex.example': [accounts.globexUk, accounts.globexEurope] } },
      gainsight: { accounts: { [accounts.globex]: { status: 'Churn' } } },
    }
    expect(ask({ email: 'new@globex.example' }, c).decided.rule).not.toBe('churned')
  })
})

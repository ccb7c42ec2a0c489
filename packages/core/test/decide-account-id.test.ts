import { describe, expect, it } from 'vitest'
import { ask } from './support/ask.ts'
import { accounts } from './support/company.ts'
import { agent, colleague } from './support/callers.ts'

describe('an account id', () => {
  it('is taken with 18 characters', () => {
    expect(ask({ accountId: accounts.acme })).toMatchObject({ accountId: accounts.acme, matchedBy: 'account_id', status: 'ok' })
  })

  it('is taken with 15 characters and completed', () => {
    expect(ask({ accountId: accounts.acme.slice(0, 15) })).toMatchObject({ accountId: accounts.acme, matchedBy: 'account_id' })
  })

  it('may be the company’s own account number', () => {
    expect(ask({ accountId: '12345' })).toMatchObject({
      accountId: accounts.acme,
      matchedBy: 'account_id',
      contact: { name: 'Sarah Jenkins' },
    })
  })

  it('is asked back when a number belongs to several unrelated accounts', () => {
    expect(ask({ accountId: '777' })).toMatchObject({ status: 'ambiguous', contact: { kind: 'team', email: 'support@northwind.example' } })
  })

  it('leads to the active one when the others with that number have left', () => {
    const left = { gainsight: { accounts: { [accounts.kestrelNorth]: { status: 'Churn' } } } }
    expect(ask({ accountId: '777' }, left)).toMatchObject({ status: 'ok', accountId: accounts.kestrelSouth })
  })

  it('that nobody has is not found, and a desk is still named', () => {
    expect(ask({ accountId: accounts.nobody })).toMatchObject({
      status: 'not_found',
      contact: { kind: 'team', name: 'Northwind Support', email: 'support@northwind.example' },
      decided: { rule: null, reason: 'account_not_found' },
    })
    expect(ask({ accountId: '99999' }).status).toBe('not_found')
  })

  it('that cannot be looked up is unavailable, not unknown to us', () => {
    const unread = { salesforce: { unreadable: ['accountsByNumber', 'accounts'] }, gainsight: { unreadable: ['accounts'] } } as const
    expect(ask({ accountId: '12345' }, unread).status).toBe('unavailable')
    expect(ask({ accountId: accounts.acme }, unread).status).toBe('unavailable')
    const numberIsKnown = { salesforce: { unreadable: ['accounts'] }, gainsight: { unreadable: ['accounts'] } } as const
    expect(ask({ accountId: '12345' }, numberIsKnown).status).toBe('unavailable')
  })

  it('may be named freely only by staff and by agents that are allowed to', () => {
    const limited = { ...agent, scopes: new Set(['cx.route']) }
    expect(ask({ accountId: accounts.acme, caller: limited }).status).toBe('not_found')
    expect(ask({ accountId: accounts.acme, caller: { ...colleague, scopes: new Set<string>() } }).status).toBe('ok')
  })
})

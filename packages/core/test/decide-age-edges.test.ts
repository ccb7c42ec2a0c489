import { describe, expect, it } from 'vitest'
import { ask } from './support/ask.ts'
import { accounts } from './support/company.ts'

import { friday } from './support/northwind.ts'
import { hours } from './support/time.ts'

describe('ages', () => {
  it('an empty attribute that was read too long ago is unknown, not empty', () => {
    const d = ask({ accountId: accounts.acme }, { salesforce: { readAt: friday - 25 * hours, refreshFailed: 'BACKEND_UNAVAILABLE' } })
    expect(d.body.facts['account.tags']?.state).toBe('unknown')
    expect(d.body.undecided_rules).toContain('vip')
  })
  it('"does not exist", read weeks ago, is no reason to say "not found" while the system is down', () => {
    const old = { readAt: friday - 20 * 24 * hours, refreshFailed: 'BACKEND_UNAVAILABLE' } as const
    expect(ask({ accountId: accounts.nobody }, { salesforce: old, gainsight: old }).status).toBe('unavailable')
  })
  it('whether an account was merged or deleted is not decided by an answer of last week', () => {
    const old = {
      readAt: friday - 7 * 24 * hours,
      refreshFailed: 'BACKEND_UNAVAILABLE',
      accounts: { [accounts.acme]: { deleted: true } },
    } as const
    expect(ask({ accountId: accounts.acme }, { salesforce: old }).status).not.toBe('not_found')
  })
})

import { describe, expect, it } from 'vitest'
import { ask } from './support/ask.ts'
import { accounts, down, mail, type Changes } from './support/company.ts'
import { northwind, northwindRouting } from './support/northwind.ts'
import { at } from './support/time.ts'

const sunday = at('2026-11-22T15:00:00Z')

describe('the last resort', () => {
  it('is there when nobody owns the account and nobody is on duty', () => {
    const decision = ask({ accountId: accounts.dune }, {}, { now: sunday })
    expect(decision).toMatchObject({
      status: 'ok',
      contact: { kind: 'team', name: 'Northwind Support', email: mail('support') },
      availability: { state: 'available' },
      decided: { rule: 'enterprise', step: 'last_resort', reason: 'last_resort' },
    })
    expect(decision.body.flags).toEqual(expect.arrayContaining(['duty_gap', 'unowned_account']))
  })

  it('is not called "unowned" when the owners are only away', () => {
    const out = { outFrom: '2026-11-16', outUntil: '2026-11-27' }
    const away = { booking_sheet: { coverage: { [mail('sarah.jenkins')]: out, [mail('priya.nair')]: out } } }
    const decision = ask({ accountId: accounts.acme }, away, { now: sunday })
    expect(decision.decided.step).toBe('last_resort')
    expect(decision.body.flags).not.toContain('unowned_account')
  })

  it('is there when every system is down and nobody is on duty', () => {
    const outage = { salesforce: down, gainsight: down, booking_sheet: down, headshots: down }
    expect(ask({ accountId: accounts.acme }, outage, { now: sunday })).toMatchObject({
      status: 'unavailable',
      contact: { email: mail('support') },
    })
  })

  it('ends every road, whatever fails and whenever it is asked', () => {
    const troubles: readonly Changes[] = [
      {},
      { salesforce: down },
      { gainsight: down },
      { booking_sheet: down },
      { headshots: down },
      { salesforce: down, gainsight: down },
    ]
    const policies = [northwind(), northwindRouting({ away: { outOfOffice: 'next_step', outOfHours: 'next_step', holiday: 'next_step' } })]
    for (const changes of troubles)
      for (const accountId of Object.values(accounts))
        for (const policy of policies)
          for (const now of [sunday, at('2026-11-20T15:00:00Z'), at('2026-12-25T03:00:00Z')]) {
            const { contact, message } = ask({ accountId }, changes, { policy, now })
            expect(contact?.email ?? contact?.name).toBeTruthy()
            expect(message).toContain(contact?.name)
          }
  })
})

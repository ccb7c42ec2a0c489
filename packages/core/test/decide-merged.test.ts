import { describe, expect, it } from 'vitest'
import { ask, askInRounds } from './support/ask.ts'
import { accounts, down } from './support/company.ts'

const link = (index: number): string => `001NwChain${String(index).padStart(5, '0')}IRA`

/** A chain of accounts, each merged into the next; the last merged into an account that lives. */
const chainOf = (length: number) => ({
  salesforce: {
    accounts: Object.fromEntries(
      Array.from({ length }, (_, index) => [
        link(index),
        { id: link(index), deleted: true, mergedInto: index === length - 1 ? accounts.acme : link(index + 1) },
      ]),
    ),
  },
})

describe('a merged account', () => {
  it('leads to the one that lives on, which the decision says', () => {
    const decision = ask({ accountId: accounts.acmeOld })
    expect(decision).toMatchObject({ status: 'ok', accountId: accounts.acme, contact: { name: 'Sarah Jenkins' } })
    expect(decision.body.flags).toContain('merged_account')
  })

  it('is followed through as many as five merges', () => {
    expect(ask({ accountId: link(0) }, chainOf(5))).toMatchObject({ accountId: accounts.acme, status: 'ok' })
  })

  it('is given up on after that', () => {
    expect(ask({ accountId: link(0) }, chainOf(6)).status).toBe('not_found')
  })

  it('that leads round in a circle is not found', () => {
    const circle = {
      salesforce: {
        accounts: {
          [link(0)]: { id: link(0), deleted: true, mergedInto: link(1) },
          [link(1)]: { id: link(1), deleted: true, mergedInto: link(0) },
        },
      },
    }
    const { decision, rounds } = askInRounds({ accountId: link(0) }, circle)
    expect(decision.status).toBe('not_found')
    expect(rounds.length).toBeLessThanOrEqual(3)
  })

  it('that was merged into itself is not found', () => {
    const self = { salesforce: { accounts: { [link(0)]: { id: link(0), deleted: true, mergedInto: link(0) } } } }
    expect(ask({ accountId: link(0) }, self).status).toBe('not_found')
  })

  it('that was deleted without a survivor is not found', () => {
    const gone = { salesforce: { accounts: { [accounts.acme]: { deleted: true, mergedInto: null } } } }
    expect(ask({ accountId: accounts.acme }, gone).status).toBe('not_found')
  })

  it('and its survivor count as one account when an address fits both', () => {
    const both = { salesforce: { accountsByContact: { 'jane.doe@acme-robotics.example': [accounts.acmeOld, accounts.acme] } } }
    expect(ask({ email: 'jane.doe@acme-robotics.example' }, both)).toMatchObject({ accountId: accounts.acme, status: 'ok' })
  })

  it('of which the survivor cannot be read is unavailable, not unknown', () => {
    const halfRead = { salesforce: { accounts: { [accounts.acme]: undefined } }, gainsight: down } as const
    expect(ask({ accountId: accounts.acmeOld }, halfRead).status).toBe('not_found')
    expect(
      ask({ accountId: accounts.acmeOld }, { salesforce: down, gainsight: { accounts: { [accounts.acmeOld]: undefined } } }).status,
    ).toBe('unavailable')
  })

  it('that only another system knows is taken as it is while the system of record is down', () => {
    expect(ask({ accountId: accounts.acme }, { salesforce: down })).toMatchObject({ accountId: accounts.acme, status: 'degraded' })
  })
})

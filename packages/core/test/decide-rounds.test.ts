import { describe, expect, it } from 'vitest'
import { decide } from '../src/index.ts'
import { askInRounds, question } from './support/ask.ts'
import { accounts, mail } from './support/company.ts'
import { friday, northwind } from './support/northwind.ts'

const named = (rounds: ReturnType<typeof askInRounds>['rounds']) =>
  rounds.map((needs) => needs.map(({ source, lookup, key }) => `${source} ${lookup} ${key}`))

describe('asking for what is lacking', () => {
  it('asks every system about the account in the first round', () => {
    const decided = decide(question({ accountId: accounts.acme }), { get: () => undefined }, northwind(), friday)
    expect(decided).toEqual({
      state: 'needs',
      needs: [
        { source: 'salesforce', lookup: 'accounts', key: accounts.acme },
        { source: 'gainsight', lookup: 'accounts', key: accounts.acme },
      ],
    })
  })

  it('needs two rounds for an account with its own CSM: the account, then everything about the person', () => {
    const { decision, rounds } = askInRounds({ accountId: accounts.acme })
    expect(decision.contact?.name).toBe('Sarah Jenkins')
    expect(rounds).toHaveLength(2)
    expect(named(rounds)[1]).toEqual(
      expect.arrayContaining([
        'gainsight people 1P0-sarah.jenkins',
        `salesforce people ${mail('sarah.jenkins')}`,
        `booking_sheet coverage ${mail('sarah.jenkins')}`,
        `headshots headshots ${mail('sarah.jenkins')}`,
      ]),
    )
  })

  it('asks about a named person and the roles after them in the same round', () => {
    const { rounds } = askInRounds({ accountId: accounts.iris })
    expect(named(rounds)[1]).toEqual(
      expect.arrayContaining([`booking_sheet coverage ${mail('maria.ortiz')}`, `booking_sheet coverage ${mail('sarah.jenkins')}`]),
    )
  })

  it('never asks for the same thing twice', () => {
    for (const accountId of Object.values(accounts)) {
      const asked = named(askInRounds({ accountId, language: 'fr' }).rounds).flat()
      expect(new Set(asked).size).toBe(asked.length)
    }
  })

  it('comes to the same decision round by round as with everything at once', () => {
    const { decision } = askInRounds({ accountId: accounts.globexUk })
    expect(decision).toMatchObject({ contact: { name: 'Sarah Jenkins' }, decided: { reason: 'inherited_from_parent' } })
  })

  it('asks about all members of a pool in one round', () => {
    const { rounds } = askInRounds({ accountId: accounts.cobalt })
    const members = northwind().pools.get('emea-success')?.members ?? []
    expect(named(rounds)[1]).toEqual(expect.arrayContaining(members.map((member) => `booking_sheet coverage ${member}`)))
    expect(rounds.length).toBeLessThanOrEqual(3)
  })

  it('asks nothing at all about an address that is not verified', () => {
    const { rounds } = askInRounds({ email: 'ceo@cobalt-health.example', caller: { ...question({}).caller, customerVerified: false } })
    expect(rounds).toEqual([])
  })
})

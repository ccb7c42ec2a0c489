import type { Employment, PersonRecord } from '@cx-concierge/contract'
import { describe, expect, it } from 'vitest'
import { ask } from './support/ask.ts'
import { accounts, down, inGainsight, inSalesforce, mail, type Changes } from './support/company.ts'
import { northwindPeople } from './support/northwind.ts'

const sarahIs = (salesforce: Employment, gainsight: Employment = 'active'): Changes => ({
  salesforce: { people: { [inSalesforce('sarah.jenkins')]: { employment: salesforce } } },
  gainsight: { people: { [inGainsight('sarah.jenkins')]: { employment: gainsight } } },
})
const verdictOf = (changes: Changes) => ask({ accountId: accounts.acme }, changes).body.considered[0]

describe('somebody who no longer works here', () => {
  it.each([
    ['inactive', 'active', 'departed'],
    ['active', 'inactive', 'departed'],
    ['frozen', 'active', 'frozen'],
    ['frozen', 'inactive', 'frozen'],
  ] as const)('is never a contact: %s in one system, %s in the other', (salesforce, gainsight, verdict) => {
    const decision = ask({ accountId: accounts.acme }, sarahIs(salesforce, gainsight))
    expect(decision).toMatchObject({ contact: { name: 'Priya Nair', role: 'ae' }, decided: { step: 'role ae', reason: 'next_role' } })
    expect(decision.body.flags).toContain('departed_owner')
    expect(decision.body.skipped).toEqual([['role csm', verdict]])
    expect(JSON.stringify({ ...decision, body: undefined })).not.toContain('Sarah')
  })

  it('is a contact as long as both systems count them', () => {
    expect(ask({ accountId: accounts.acme }, sarahIs('active', 'active')).contact?.name).toBe('Sarah Jenkins')
  })

  it('must be gone everywhere, where the company says so', () => {
    const policy = northwindPeople({ inactiveAnywhereMeansInactive: false })
    expect(ask({ accountId: accounts.acme }, sarahIs('inactive', 'active'), { policy }).contact?.name).toBe('Sarah Jenkins')
    expect(ask({ accountId: accounts.acme }, sarahIs('inactive', 'inactive'), { policy }).contact?.name).toBe('Priya Nair')
  })

  it('sends the customer to the manager on duty when nobody of theirs is left', () => {
    const allGone = {
      ...sarahIs('inactive'),
      salesforce: {
        people: {
          [inSalesforce('sarah.jenkins')]: { employment: 'inactive' as const },
          [inSalesforce('priya.nair')]: { employment: 'frozen' as const },
        },
      },
    }
    expect(ask({ accountId: accounts.acme }, allGone)).toMatchObject({
      contact: { name: 'Carlos Reyes', role: 'support_manager' },
      decided: { reason: 'duty_owner_away' },
    })
  })
})

describe('a record that is no person', () => {
  it.each(['csm-pool', 'integration', 'unassigned', 'unassigned-emea'])('is never a contact: %s', (who) => {
    const record: PersonRecord = { id: inGainsight(who), email: mail(who), name: 'Somebody Real', employment: 'active' }
    const changes = {
      gainsight: {
        accounts: { [accounts.ferro]: { roles: { csm: [{ id: record.id, email: record.email }] } } },
        people: { [record.id]: record },
      },
    }
    const decision = ask({ accountId: accounts.ferro }, changes)
    expect(decision.contact?.name).toBe('Tom Becker')
    expect(decision.body.skipped).toEqual([['role csm', 'not_a_person']])
  })

  it('leaves an account unowned, which the decision says', () => {
    const decision = ask({ accountId: accounts.dune })
    expect(decision).toMatchObject({
      contact: { name: 'Carlos Reyes' },
      decided: { step: 'duty support-manager', reason: 'duty_no_owner' },
    })
    expect(decision.body.flags).toContain('unowned_account')
    expect(decision.body.skipped).toEqual([
      ['role csm', 'vacant'],
      ['role ae', 'not_a_person'],
    ])
  })

  it('has only to look like one at the start', () => {
    const record: PersonRecord = { id: inGainsight('una'), email: mail('una.ssigned'), name: 'Una Ssigned', employment: 'active' }
    const changes = {
      gainsight: { accounts: { [accounts.ferro]: { roles: { csm: [{ id: record.id }] } } }, people: { [record.id]: record } },
    }
    expect(ask({ accountId: accounts.ferro }, changes).contact?.name).toBe('Una Ssigned')
  })
})

describe('several records of one person', () => {
  const leftBehind: PersonRecord = { id: '005-sarah-old', email: mail('sarah.jenkins'), name: 'Sarah Old Name', employment: 'inactive' }

  it('with one left behind inactive do not make them gone', () => {
    const decision = ask({ accountId: accounts.acme }, { salesforce: { people: { [leftBehind.id]: leftBehind } } })
    expect(decision).toMatchObject({ status: 'ok', contact: { name: 'Sarah Jenkins' } })
    expect(decision.body.flags).toContain('duplicate_person')
  })

  it('are shown by the one that is active, whichever comes first', () => {
    const renamed: PersonRecord = { ...leftBehind, id: '005-sarah-new', name: 'Sarah New Name', employment: 'active' }
    const changes = {
      salesforce: { people: { [inSalesforce('sarah.jenkins')]: { employment: 'inactive' as const }, [renamed.id]: renamed } },
    }
    expect(ask({ accountId: accounts.acme }, changes).contact?.name).toBe('Sarah New Name')
  })

  it('that are all inactive do', () => {
    const changes = {
      salesforce: { people: { [leftBehind.id]: leftBehind, [inSalesforce('sarah.jenkins')]: { employment: 'inactive' as const } } },
    }
    expect(verdictOf(changes)).toMatchObject({ who: mail('sarah.jenkins'), verdict: 'departed' })
  })

  it('that are inactive and frozen make them frozen', () => {
    const changes = {
      salesforce: { people: { [leftBehind.id]: leftBehind, [inSalesforce('sarah.jenkins')]: { employment: 'frozen' as const } } },
    }
    expect(verdictOf(changes)).toMatchObject({ verdict: 'frozen' })
  })

  it('are judged by the one the account points at, in the system that points', () => {
    const old: PersonRecord = { ...leftBehind, id: '1P0-sarah-old' }
    const changes = {
      gainsight: { accounts: { [accounts.acme]: { roles: { csm: [{ id: old.id, email: old.email }] } } }, people: { [old.id]: old } },
    }
    expect(ask({ accountId: accounts.acme }, changes).contact?.name).toBe('Priya Nair')
  })
})

describe('a pointer to a colleague', () => {
  const pointsAt = (holder: { id: string; email?: string }): Changes => ({
    gainsight: { accounts: { [accounts.acme]: { roles: { csm: [holder] } } } },
  })

  it('without an address is followed through the system that gave it', () => {
    expect(ask({ accountId: accounts.acme }, pointsAt({ id: inGainsight('rosa.meyer') })).contact?.name).toBe('Rosa Meyer')
  })

  it('with an address in capitals is the same colleague', () => {
    expect(ask({ accountId: accounts.acme }, pointsAt({ id: 'gone', email: 'Rosa.Meyer@Northwind.Example' })).contact?.email).toBe(
      mail('rosa.meyer'),
    )
  })

  it('that leads nowhere is nobody', () => {
    expect(ask({ accountId: accounts.acme }, pointsAt({ id: 'gone' }))).toMatchObject({ contact: { name: 'Priya Nair' } })
  })

  it('that cannot be followed is unknown, not nobody', () => {
    const changes = { gainsight: { ...pointsAt({ id: inGainsight('rosa.meyer') }).gainsight, unreadable: ['people'] as const } }
    const decision = ask({ accountId: accounts.acme }, changes)
    expect(decision.body.skipped).toEqual([['role csm', 'unknown']])
    expect(decision.body.facts['roles.csm']).toEqual({ value: null, state: 'unknown' })
    expect(decision.status).toBe('degraded')
  })

  it('is unverified when a system that would know whether they left is down', () => {
    const decision = ask({ accountId: accounts.acme }, { salesforce: { unreadable: ['people'] } })
    expect(decision).toMatchObject({ status: 'degraded', contact: { name: 'Sarah Jenkins' } })
    expect(decision.body.flags).toEqual(expect.arrayContaining(['active_unverified', 'source_down:salesforce']))
    expect(decision.body.undecided_rules).toEqual([])
    expect(decision.message).toContain('could not be checked')
  })

  it('to somebody without any usable name is passed over', () => {
    const nameless = {
      salesforce: { people: { [inSalesforce('sarah.jenkins')]: { name: null } } },
      gainsight: { people: { [inGainsight('sarah.jenkins')]: { name: '' } } },
    }
    expect(verdictOf(nameless)).toMatchObject({ verdict: 'nameless' })
    expect(ask({ accountId: accounts.acme }, nameless).contact?.name).toBe('Priya Nair')
  })

  it('takes name, title and time zone from the system that is believed, and gaps from the next', () => {
    const changes = {
      salesforce: { people: { [inSalesforce('sarah.jenkins')]: { title: null, timezone: 'not a zone' } } },
      gainsight: { people: { [inGainsight('sarah.jenkins')]: { name: 'S. Jenkins', title: 'CSM', timezone: 'Europe/Paris' } } },
    }
    expect(ask({ accountId: accounts.acme }, changes).contact).toMatchObject({
      name: 'Sarah Jenkins',
      title: 'CSM',
      timezone: 'Europe/Paris',
    })
  })

  it('to somebody of the configuration works while every system is down', () => {
    const blind = {
      salesforce: { unreadable: ['people'] as const },
      gainsight: { unreadable: ['people'] as const },
      booking_sheet: down,
      headshots: down,
    }
    expect(ask({ accountId: accounts.iris }, blind)).toMatchObject({
      contact: { name: 'Maria Ortiz', booking_url: 'https://book.northwind.example/maria-ortiz' },
    })
  })
})

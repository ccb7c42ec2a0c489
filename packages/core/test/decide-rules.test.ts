import { describe, expect, it } from 'vitest'
import { ask } from './support/ask.ts'
import { accounts, down, inSalesforce, mail, type Changes } from './support/company.ts'
import { northwindRouting } from './support/northwind.ts'
import { rule } from './support/rule.ts'

const decided = (asked: Parameters<typeof ask>[0], changes: Changes = {}) => ask(asked, changes).decided

describe('the first rule that fits', () => {
  it('sends an enterprise account to its own CSM', () => {
    expect(ask({ accountId: accounts.acme })).toMatchObject({
      status: 'ok',
      contact: { kind: 'person', name: 'Sarah Jenkins', role: 'csm' },
      decided: { rule: 'enterprise', step: 'role csm', reason: 'owner_dedicated' },
    })
  })

  it('sends a small account to the shared team', () => {
    const decision = ask({ accountId: accounts.birch })
    expect(decision).toMatchObject({ contact: { kind: 'team', email: mail('success') }, decided: { rule: 'smb', reason: 'pool' } })
    expect(decision.message).not.toMatch(/CSM Pool|Integration/)
  })

  it('sends a mid-market account without a CSM to its pool, and one with a CSM to them', () => {
    expect(decided({ accountId: accounts.cobalt })).toMatchObject({ rule: 'mid-market', step: 'pool emea-success' })
    const owned = { gainsight: { accounts: { [accounts.cobalt]: { roles: { csm: [{ id: '1P0-sarah.jenkins' }] } } } } }
    expect(decided({ accountId: accounts.cobalt }, owned)).toMatchObject({ rule: 'mid-market', step: 'role csm' })
  })

  it('sends an account nobody can place to the manager on duty', () => {
    const odd = { salesforce: { accounts: { [accounts.acme]: { segment: 'Nonprofit' } } } }
    expect(decided({ accountId: accounts.acme }, odd)).toMatchObject({
      rule: 'everyone-else',
      step: 'duty support-manager',
      reason: 'duty',
    })
  })

  it('is of the status first: a former customer never reaches the old CSM, whatever else fits', () => {
    const former = { gainsight: { accounts: { [accounts.iris]: { status: 'Churn' } } } }
    const decision = ask({ accountId: accounts.iris, topic: 'urgent_outage' }, former)
    expect(decision).toMatchObject({ contact: { email: mail('welcome-back') }, decided: { rule: 'churned' } })
    expect(decision.message).not.toMatch(/Sarah|Maria|churn/i)
    expect(decided({ accountId: accounts.iris })).toMatchObject({ rule: 'vip' })
  })

  it.each(['Churn', 'CHURNED', 'former customer'])('knows every system’s word for a former customer: %s', (status) => {
    expect(decided({ accountId: accounts.acme }, { gainsight: { accounts: { [accounts.acme]: { status } } } }).rule).toBe('churned')
  })

  it('believes the first system of the status, not the second', () => {
    const disagreed = { salesforce: { accounts: { [accounts.acme]: { status: 'Former Customer' } } } }
    expect(decided({ accountId: accounts.acme }, disagreed).rule).toBe('enterprise')
    const silent = { ...disagreed, gainsight: { accounts: { [accounts.acme]: { status: null } } } }
    expect(decided({ accountId: accounts.acme }, silent).rule).toBe('churned')
  })

  it('is of the topic before the owner: an outage goes to somebody at work now', () => {
    expect(decided({ accountId: accounts.acme, topic: 'urgent_outage' })).toMatchObject({ rule: 'urgent', step: 'duty support-manager' })
    for (const topic of ['general', 'technical', 'billing', 'commercial'] as const)
      expect(decided({ accountId: accounts.acme, topic }).rule).toBe('enterprise')
  })

  it('sends a VIP to the named person, and to the CSM when that person has left', () => {
    expect(ask({ accountId: accounts.iris })).toMatchObject({
      contact: { name: 'Maria Ortiz', title: 'VP Customer Success', booking_url: 'https://book.northwind.example/maria-ortiz' },
      decided: { rule: 'vip', step: 'person maria.ortiz@northwind.example', reason: 'named_override' },
    })
    const gone = { id: inSalesforce('maria.ortiz'), email: mail('maria.ortiz'), name: 'Maria Ortiz', employment: 'inactive' } as const
    expect(ask({ accountId: accounts.iris }, { salesforce: { people: { [gone.id]: gone } } })).toMatchObject({
      contact: { name: 'Sarah Jenkins' },
      decided: { rule: 'vip', step: 'role csm' },
    })
  })

  it.each([[['vip']], [['Gold', 'VIP']]])('finds a tag among %j', (tags) => {
    expect(decided({ accountId: accounts.acme }, { salesforce: { accounts: { [accounts.acme]: { tags } } } }).rule).toBe('vip')
  })

  it.each([[[]], [null], [['VIP candidate']], [['not VIP']]])('does not find it among %j', (tags) => {
    expect(decided({ accountId: accounts.acme }, { salesforce: { accounts: { [accounts.acme]: { tags } } } }).rule).toBe('enterprise')
  })

  it('is of the lifecycle before the segment: while onboarding the onboarding manager is the face', () => {
    expect(ask({ accountId: accounts.juniper })).toMatchObject({
      contact: { name: 'Lena Fischer', role: 'onboarding' },
      decided: { rule: 'onboarding', step: 'role onboarding', reason: 'owner_dedicated' },
    })
    const onboarded = { gainsight: { accounts: { [accounts.juniper]: { lifecycle: 'Adoption' } } } }
    expect(ask({ accountId: accounts.juniper }, onboarded)).toMatchObject({
      contact: { name: 'Diego Álvarez' },
      decided: { rule: 'enterprise' },
    })
    const small = { salesforce: { accounts: { [accounts.juniper]: { segment: 'SMB' } } } }
    expect(decided({ accountId: accounts.juniper }, small).rule).toBe('smb')
  })

  it('follows its chain: onboarding manager, then CSM, then AE, then the manager on duty', () => {
    const noOnboarding = { salesforce: { accounts: { [accounts.juniper]: { roles: { 'team.Onboarding Manager': [] } } } } }
    expect(decided({ accountId: accounts.juniper }, noOnboarding)).toMatchObject({ step: 'role csm', reason: 'next_role' })
    const noCsm = { ...noOnboarding, gainsight: { accounts: { [accounts.juniper]: { roles: { csm: [] } } } } }
    expect(decided({ accountId: accounts.juniper }, noCsm)).toMatchObject({ step: 'role ae', reason: 'next_role' })
    const nobody = { ...noCsm, salesforce: { accounts: { [accounts.juniper]: { roles: { owner: [], 'team.Onboarding Manager': [] } } } } }
    expect(decided({ accountId: accounts.juniper }, nobody)).toMatchObject({ step: 'duty support-manager', reason: 'duty_no_owner' })
  })
})

describe('a rule that cannot be decided', () => {
  it('is passed over, named, and the answer says so', () => {
    const decision = ask({ accountId: accounts.acme }, { salesforce: down })
    expect(decision).toMatchObject({ status: 'degraded', contact: { name: 'Sarah Jenkins' }, decided: { rule: 'enterprise' } })
    expect(decision.body.undecided_rules).toEqual(['vip'])
    expect(decision.body.facts['account.segment']).toMatchObject({
      value: 'Enterprise',
      source: 'by_arr gainsight.arr',
      lower_source: true,
    })
    expect(decision.message).toContain('could not be checked')
  })

  it('is admitted in the sentence, also when everybody named was checked', () => {
    const decision = ask({ accountId: accounts.acme }, { gainsight: { unreadable: ['accounts'] } })
    expect(decision.body.flags).not.toContain('active_unverified')
    expect(decision.message).toContain('could not be checked')
  })

  it('is not undecided when something that is known rules it out', () => {
    const decision = ask({ accountId: accounts.acme }, { gainsight: { unreadable: ['accounts'] } })
    expect(decision.body.undecided_rules).toEqual(['onboarding'])
    const small = ask({ accountId: accounts.birch }, { gainsight: { unreadable: ['accounts'] } })
    expect(small.body.undecided_rules).toEqual([])
    expect(small.decided.rule).toBe('smb')
  })

  it('never turns a size that could not be read into a small one', () => {
    const unread = { salesforce: { accounts: { [accounts.acme]: { segment: null } } }, gainsight: { unreadable: ['accounts'] } } as const
    const decision = ask({ accountId: accounts.acme }, unread)
    expect(decision.body.undecided_rules).toEqual(['onboarding', 'enterprise', 'mid-market', 'smb'])
    expect(decision).toMatchObject({ status: 'degraded', decided: { rule: 'everyone-else' } })
  })
})

describe('no rule at all', () => {
  it('ends at the last resort', () => {
    const policy = northwindRouting({ rules: [rule('only-smb', { 'account.segment': 'SMB' }, ['pool smb-success'])] })
    expect(ask({ accountId: accounts.acme }, {}, { policy })).toMatchObject({
      status: 'ok',
      contact: { kind: 'team', email: mail('support') },
      availability: { state: 'available' },
      decided: { rule: null, step: 'last_resort', reason: 'last_resort' },
    })
  })
})

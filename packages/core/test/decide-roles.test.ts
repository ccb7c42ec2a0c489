import { describe, expect, it } from 'vitest'
import { ask } from './support/ask.ts'
import { accounts, down, inGainsight, inSalesforce, mail, type Changes } from './support/company.ts'

const held = (who: string, since?: string) => ({ id: inSalesforce(who), email: mail(who), ...(since === undefined ? {} : { since }) })
/** Acme’s CSMs: in Gainsight, and in Salesforce’s account team. */
const csms = (inGainsightIs: string | undefined, ...team: readonly ReturnType<typeof held>[]): Changes => ({
  gainsight: {
    accounts: {
      [accounts.acme]: {
        roles: { csm: inGainsightIs === undefined ? [] : [{ id: inGainsight(inGainsightIs), email: mail(inGainsightIs) }] },
      },
    },
  },
  salesforce: { accounts: { [accounts.acme]: { roles: { owner: [held('priya.nair')], 'team.CSM': team } } } },
})
const acme = (changes: Changes) => ask({ accountId: accounts.acme }, changes)

describe('a role that several people hold', () => {
  it('goes to the one who was assigned last, however they are listed', () => {
    const [old, recent] = [held('omar.haddad', '2025-01-10'), held('rosa.meyer', '2026-03-01')]
    expect(acme(csms(undefined, old, recent)).contact?.name).toBe('Rosa Meyer')
    expect(acme(csms(undefined, recent, old)).contact?.name).toBe('Rosa Meyer')
  })

  it('goes to the next one when the last has left', () => {
    const changes = csms(undefined, held('omar.haddad', '2026-03-01'), held('rosa.meyer', '2025-01-10'))
    const left = {
      ...changes,
      salesforce: { ...changes.salesforce, people: { [inSalesforce('omar.haddad')]: { employment: 'inactive' as const } } },
    }
    expect(acme(left)).toMatchObject({ contact: { name: 'Rosa Meyer' }, decided: { step: 'role csm' } })
  })

  it('goes to the next one when the last leads nowhere', () => {
    const lost = { id: 'gone', since: '2026-06-01' }
    expect(acme(csms(undefined, lost as ReturnType<typeof held>, held('rosa.meyer', '2025-01-10'))).contact?.name).toBe('Rosa Meyer')
  })

  it('goes to a dated assignment before one without a date', () => {
    expect(acme(csms(undefined, held('omar.haddad'), held('rosa.meyer', '2020-01-01'))).contact?.name).toBe('Rosa Meyer')
  })
})

describe('systems that name different people', () => {
  it('are believed in the company’s order; ops are told, the customer is not', () => {
    const decision = acme(csms('diego.alvarez', held('sarah.jenkins')))
    expect(decision).toMatchObject({ status: 'ok', contact: { name: 'Diego Álvarez' }, decided: { reason: 'owner_dedicated' } })
    expect(decision.body.flags).toContain('directory_drift')
    expect(JSON.stringify({ ...decision, body: undefined })).not.toMatch(/Sarah|drift/)
  })

  it('have not drifted when they agree, or when one names a placeholder or nobody', () => {
    expect(acme(csms('sarah.jenkins', held('sarah.jenkins'))).body.flags).not.toContain('directory_drift')
    expect(acme(csms('sarah.jenkins', held('integration'))).body.flags).not.toContain('directory_drift')
    expect(acme(csms('sarah.jenkins')).body.flags).not.toContain('directory_drift')
  })

  it('leave it to the second when the first names nobody', () => {
    const decision = acme(csms(undefined, held('rosa.meyer')))
    expect(decision.contact?.name).toBe('Rosa Meyer')
    expect(decision.body.facts['roles.csm']).toMatchObject({ value: mail('rosa.meyer'), source: 'salesforce.team.CSM', state: 'fresh' })
    expect(decision.body.facts['roles.csm']).not.toHaveProperty('lower_source')
  })

  it('leave it to the second when the first is down, which is said', () => {
    const decision = acme({ ...csms('sarah.jenkins', held('rosa.meyer')), gainsight: down })
    expect(decision).toMatchObject({ status: 'degraded', contact: { name: 'Rosa Meyer' } })
    expect(decision.body.facts['roles.csm']).toMatchObject({ lower_source: true })
  })
})

describe('a role nobody is found for', () => {
  const state = (changes: Changes) => ask({ tool: 'get_account_team', accountId: accounts.edo, roles: ['csm'] }, changes).team?.['csm']

  it('is vacant when every system was read', () => {
    expect(state({ gainsight: { accounts: { [accounts.edo]: { roles: { csm: [] } } } } })).toEqual({ state: 'vacant' })
    expect(state({ gainsight: { accounts: { [accounts.edo]: { roles: { csm: undefined } } } } })).toEqual({ state: 'vacant' })
    expect(state({ gainsight: { accounts: { [accounts.edo]: undefined } } })).toEqual({ state: 'vacant' })
  })

  it('is unknown when one was not', () => {
    expect(state({ gainsight: down })).toEqual({ state: 'unknown' })
    expect(state({ gainsight: { accounts: { [accounts.edo]: { roles: null } } } })).toEqual({ state: 'unknown' })
    expect(
      state({
        gainsight: { accounts: { [accounts.edo]: { roles: { csm: undefined } } } },
        salesforce: { accounts: { [accounts.edo]: { roles: null } } },
      }),
    ).toEqual({
      state: 'unknown',
    })
  })

  it('is vacant when its holder has left', () => {
    expect(state({ gainsight: { people: { [inGainsight('aiko.tanaka')]: { employment: 'inactive' } } } })).toEqual({ state: 'vacant' })
  })
})

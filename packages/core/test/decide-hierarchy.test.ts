import { describe, expect, it } from 'vitest'
import { ask, askInRounds } from './support/ask.ts'
import { accounts, down, inGainsight, type Changes } from './support/company.ts'
import { friday, northwind } from './support/northwind.ts'
import { hours } from './support/time.ts'

const level = (index: number): string => `001NwLevel${String(index).padStart(5, '0')}IRA`

/** `depth` subsidiaries without segment and CSM, one under the other, the last under Globex. */
const under = (depth: number): Changes => ({
  salesforce: {
    accounts: Object.fromEntries(
      Array.from({ length: depth }, (_, index) => [
        level(index),
        {
          id: level(index),
          name: `Level ${index}`,
          segment: null,
          parentId: index === depth - 1 ? accounts.globex : level(index + 1),
          roles: {},
        },
      ]),
    ),
  },
})

describe('a subsidiary', () => {
  it('has the segment and the CSM of the nearest account above it that has one', () => {
    const decision = ask({ accountId: accounts.globexUk })
    expect(decision).toMatchObject({
      status: 'ok',
      accountId: accounts.globexUk,
      contact: { name: 'Sarah Jenkins' },
      decided: { rule: 'enterprise', step: 'role csm', reason: 'inherited_from_parent' },
    })
    expect(decision.body.facts['account.segment']).toMatchObject({ value: 'Enterprise', source: 'parent salesforce.segment' })
  })

  it('has the nearest one’s, not the top’s', () => {
    const nearer = {
      salesforce: { accounts: { [accounts.globexEurope]: { segment: 'Mid-Market' } } },
      gainsight: {
        accounts: { [accounts.globexEurope]: { id: accounts.globexEurope, roles: { csm: [{ id: inGainsight('chloe.martin') }] } } },
      },
    }
    expect(ask({ accountId: accounts.globexUk }, nearer)).toMatchObject({
      contact: { name: 'Chloé Martin' },
      decided: { rule: 'mid-market' },
    })
  })

  it('keeps its own, where it has them', () => {
    const own = {
      salesforce: { accounts: { [accounts.globexUk]: { segment: 'Mid-Market' } } },
      gainsight: { accounts: { [accounts.globexUk]: { roles: { csm: [{ id: inGainsight('hugo.lind') }] } } } },
    }
    expect(ask({ accountId: accounts.globexUk }, own)).toMatchObject({
      contact: { name: 'Hugo Lind' },
      decided: { rule: 'mid-market', reason: 'owner_dedicated' },
    })
  })

  it('looks past a CSM of its own who has left', () => {
    const left = {
      gainsight: {
        accounts: { [accounts.globexUk]: { roles: { csm: [{ id: inGainsight('omar.haddad') }] } } },
        people: { [inGainsight('omar.haddad')]: { employment: 'inactive' as const } },
      },
    }
    const decision = ask({ accountId: accounts.globexUk }, left)
    expect(decision).toMatchObject({ contact: { name: 'Sarah Jenkins' }, decided: { reason: 'inherited_from_parent' } })
    expect(decision.body.flags).toContain('departed_owner')
  })

  it('inherits across as many as five levels, and no further', () => {
    expect(ask({ accountId: level(0) }, under(5))).toMatchObject({ contact: { name: 'Sarah Jenkins' }, decided: { rule: 'enterprise' } })
    expect(ask({ accountId: level(0) }, under(6))).toMatchObject({ decided: { rule: 'everyone-else' } })
  })

  it('does not inherit a role that is not inherited', () => {
    const parentOnboards = {
      salesforce: { accounts: { [accounts.globex]: { roles: { 'team.Onboarding Manager': [{ id: '005-lena.fischer' }] } } } },
    }
    expect(ask({ tool: 'get_account_team', accountId: accounts.globexUk, roles: ['onboarding'] }, parentOnboards).team).toEqual({
      onboarding: { state: 'vacant' },
    })
  })

  it('has no segment when nobody above it has one either', () => {
    const blank = {
      salesforce: { accounts: { [accounts.globex]: { segment: null }, [accounts.globexEurope]: { segment: '' } } },
      gainsight: { accounts: { [accounts.globexUk]: { arr: null } } },
    }
    const decision = ask({ accountId: accounts.globexUk }, blank)
    expect(decision.body.facts['account.segment']).toEqual({ value: null, state: 'empty' })
    expect(decision).toMatchObject({ status: 'ok', decided: { rule: 'everyone-else' } })
  })

  it('does not know what a parent’s answer, too old to be used, would have told', () => {
    const { attributes } = northwind()
    const policy = northwind({
      attributes: { ...attributes, lifecycle: { from: [{ kind: 'source', source: 'gainsight' }, { kind: 'parent' }], means: new Map() } },
    })
    const old = {
      gainsight: {
        readAt: friday - 25 * hours,
        refreshFailed: 'BACKEND_TIMEOUT' as const,
        accounts: { [accounts.globexUk]: { lifecycle: null } },
      },
    }
    expect(ask({ accountId: accounts.globexUk }, old, { policy }).body.facts['account.lifecycle']).toEqual({
      value: null,
      state: 'unknown',
    })
  })

  it('of a parent that cannot be read is of unknown size, never small', () => {
    const blind = {
      salesforce: { unreadable: ['accounts'] as const },
      gainsight: { accounts: { [accounts.globexUk]: { arr: null } } },
    }
    const decision = ask({ accountId: accounts.globexUk }, blind)
    expect(decision.status).toBe('degraded')
    expect(decision.body.facts['account.segment']).toEqual({ value: null, state: 'unknown' })
    expect(decision.body.undecided_rules).toContain('smb')
  })
})

describe('a hierarchy that runs in a circle', () => {
  const circle: Changes = {
    salesforce: {
      accounts: { [accounts.globexEurope]: { parentId: accounts.globexUk }, [accounts.globexUk]: { parentId: accounts.globexEurope } },
    },
  }

  it('is cut where it closes, flagged, and answered', () => {
    const { decision, rounds } = askInRounds({ accountId: accounts.globexUk }, circle)
    expect(decision.body.flags).toContain('hierarchy_loop')
    expect(decision.contact).toBeDefined()
    expect(rounds.length).toBeLessThan(6)
  })

  it('may be an account that is its own parent', () => {
    const self = { salesforce: { accounts: { [accounts.globexUk]: { parentId: accounts.globexUk } } } }
    expect(ask({ accountId: accounts.globexUk }, self).body.flags).toContain('hierarchy_loop')
  })

  it('has no top, so that a family is asked back', () => {
    const decision = ask(
      { email: 'new@globex.example' },
      { salesforce: { accountsByDomain: { 'globex.example': [accounts.globexUk, accounts.globexEurope] }, ...circle.salesforce } },
    )
    expect(decision.status).toBe('ambiguous')
  })
})

describe('the people on a parent', () => {
  it('stay unknown while their system is down', () => {
    const decision = ask({ tool: 'get_account_team', accountId: accounts.globexUk, roles: ['csm'] }, { gainsight: down })
    expect(decision.team).toEqual({ csm: { state: 'unknown' } })
    expect(decision.message).toContain('do not say that nobody is assigned')
  })
})

import { describe, expect, it } from 'vitest'
import { newDecisionId } from '../src/index.ts'
import { ask } from './support/ask.ts'
import { accounts, down, inSalesforce, mail } from './support/company.ts'
import { friday } from './support/northwind.ts'

describe('a decision’s explanation', () => {
  const { body } = ask({ accountId: accounts.acme, topic: 'billing', language: 'en' })

  it('names the rule, the step, the reason and the configuration in force', () => {
    expect(body).toMatchObject({
      tool: 'get_escalation_contact',
      status: 'ok',
      account_id: accounts.acme,
      matched_by: 'account_id',
      topic: 'billing',
      language: 'en',
      audience: 'service',
      config_change: '2026-11-18-a',
      decision: { rule: 'enterprise', rule_label: 'the rule enterprise', step: 'role csm', reason: 'owner_dedicated' },
    })
  })

  it('holds every fact that was used, with its source and when it was read', () => {
    expect(body.facts).toMatchObject({
      'account.status': { value: 'active', source: 'gainsight.status', state: 'fresh', read_at: '2026-11-20T15:00:00.000Z' },
      'account.segment': { value: 'Enterprise', source: 'salesforce.segment', state: 'fresh' },
      'account.tags': { value: null, state: 'empty' },
      'roles.csm': { value: mail('sarah.jenkins'), source: 'gainsight.csm', state: 'fresh' },
    })
    expect(body.facts).not.toHaveProperty('topic')
  })

  it('says who was looked at, and who was skipped and why', () => {
    const gone = { salesforce: { people: { [inSalesforce('sarah.jenkins')]: { employment: 'frozen' as const } } } }
    const explained = ask({ accountId: accounts.acme }, gone).body
    expect(explained.considered).toEqual([
      { step: 'role csm', who: mail('sarah.jenkins'), source: 'gainsight.csm', verdict: 'frozen' },
      { step: 'role ae', who: mail('priya.nair'), source: 'salesforce.owner', verdict: 'usable' },
    ])
    expect(explained.skipped).toEqual([['role csm', 'frozen']])
  })

  it('names each system that failed, once', () => {
    const explained = ask({ accountId: accounts.acme }, { gainsight: down, headshots: down }).body
    expect(explained.flags.filter((flag) => flag.startsWith('source_down'))).toEqual(['source_down:gainsight', 'source_down:headshots'])
  })

  it('says which roles were asked for', () => {
    expect(ask({ tool: 'get_account_team', accountId: accounts.acme, roles: ['ae'] }).body.roles).toEqual(['ae'])
  })

  it('has no rule where no account was found', () => {
    expect(ask({ accountId: accounts.nobody }).body).toMatchObject({
      decision: { rule: null, step: null },
      considered: [],
      status: 'not_found',
    })
  })

  it('can be written down and read back', () => {
    expect(JSON.parse(JSON.stringify(body))).toMatchObject({ facts: body.facts, considered: body.considered })
  })
})

describe('a decision’s id', () => {
  it('is new each time, has no vowels, and never looks like a number', () => {
    const ids = Array.from({ length: 500 }, () => newDecisionId(friday))
    expect(new Set(ids).size).toBe(500)
    for (const id of ids) expect(id).toMatch(/^dec_[bcdfghjkmnpqrstvwxz]{16,}$/)
  })

  it('comes after every id of an earlier millisecond in the alphabet, and before those of later ones', () => {
    const moments = [0, friday, friday + 1, friday + 999, Date.UTC(2080, 0)]
    const ids = moments.map((moment) => newDecisionId(moment))
    expect(ids.toSorted()).toEqual(ids)
    expect(new Set(ids.map((id) => id.length)).size).toBe(1)
  })
})

import { describe, expect, it } from 'vitest'
import { teamAnswer } from '../src/index.ts'
import { ask } from './support/ask.ts'
import { accounts, down, mail } from './support/company.ts'

const team = (accountId: string, changes = {}, roles?: readonly string[]) =>
  ask({ tool: 'get_account_team', accountId, ...(roles ? { roles } : {}) }, changes)

describe('the team of an account', () => {
  it('has every role of the company: filled or vacant', () => {
    expect(team(accounts.acme)).toMatchObject({
      status: 'ok',
      team: {
        csm: { state: 'filled', card: { name: 'Sarah Jenkins', role: 'csm', email: mail('sarah.jenkins') } },
        ae: { state: 'filled', card: { name: 'Priya Nair', role: 'ae' } },
        onboarding: { state: 'vacant' },
      },
    })
  })

  it('has only the roles that were asked for', () => {
    expect(Object.keys(team(accounts.acme, {}, ['ae']).team ?? {})).toEqual(['ae'])
  })

  it('keeps "could not be checked" and "nobody is assigned" apart, in data and in words', () => {
    const decision = team(accounts.edo, { gainsight: down })
    expect(decision).toMatchObject({
      status: 'degraded',
      team: { csm: { state: 'unknown' }, ae: { state: 'filled', card: { name: 'Tom Becker' } }, onboarding: { state: 'vacant' } },
    })
    expect(decision.message).toContain('csm: could not be checked; do not say that nobody is assigned.')
    expect(decision.message).toContain('onboarding: nobody is assigned.')
    expect(decision.body.flags).toContain('source_down:gainsight')
  })

  it('says that old assignments may have changed', () => {
    const old = { gainsight: { readAt: Date.parse('2026-11-20T12:00:00Z'), refreshFailed: 'BACKEND_UNAVAILABLE' } } as const
    expect(team(accounts.acme, old)).toMatchObject({ status: 'degraded' })
    expect(team(accounts.acme, old).message).toContain('3 hours ago')
  })

  it('never holds a record that is no person', () => {
    expect(team(accounts.dune).team).toMatchObject({ csm: { state: 'vacant' }, ae: { state: 'vacant' } })
  })

  it('is put into the shape that was promised', () => {
    const { structured, text } = teamAnswer(team(accounts.acme), 'dec_b')
    expect(structured).toMatchObject({
      status: 'ok',
      account_id: accounts.acme,
      team: { csm: { state: 'filled', name: 'Sarah Jenkins', email: mail('sarah.jenkins') }, onboarding: { state: 'vacant' } },
      decision_id: 'dec_b',
    })
    expect(text).toContain('Sarah Jenkins, Senior Customer Success Manager')
  })

  it('of an account that is not found is not told', () => {
    expect(team(accounts.nobody)).toMatchObject({ status: 'not_found', contact: { email: mail('support') } })
    expect(team(accounts.nobody).team).toBeUndefined()
  })
})

import { describe, expect, it } from 'vitest'
import { escalationAnswer, healthAnswer, teamAnswer } from '../src/index.ts'
import { ask } from './support/ask.ts'
import { accounts, down } from './support/company.ts'
import { agent, customer } from './support/callers.ts'

const stranger = { ...agent, customerVerified: false }
const id = 'dec_bcdfghjklmnpqrstvwxz'

describe('an address that is not verified', () => {
  const known = ['jane.doe@acme-robotics.example', 'new@globex.example', 'new@kestrel.example']
  const unknown = ['nobody@nowhere.example', 'someone@gmail.com']

  it('gets the same answer, to the byte, whether the company knows it or not', () => {
    const answers = [...known, ...unknown].map((email) => JSON.stringify(escalationAnswer(ask({ email, caller: stranger }), id)))
    expect(new Set(answers).size).toBe(1)
  })

  it('leaves the same decision on record', () => {
    const bodies = [...known, ...unknown].map((email) => JSON.stringify(ask({ email, caller: stranger }).body))
    expect(new Set(bodies).size).toBe(1)
  })

  it('gets the same answer when the systems are down', () => {
    const outage = { salesforce: down, gainsight: down }
    expect(ask({ email: known[0] as string, caller: stranger }, outage)).toEqual(ask({ email: unknown[0] as string, caller: stranger }))
  })

  it('names nobody but the always-on desk, and asks for a sign-in', () => {
    const decision = ask({ email: 'ceo@cobalt-health.example', language: 'fr', caller: stranger })
    expect(decision).toMatchObject({ status: 'identity_unverified', contact: { kind: 'team', email: 'support@northwind.example' } })
    expect(decision.message).toMatch(/sign in/)
    expect(decision.auditFlags).toEqual(['unverified_email'])
    expect(JSON.stringify({ ...decision, body: undefined })).not.toMatch(/Cobalt|emea|Chlo|001Nw/)
  })

  it('gets no team and no health either', () => {
    const team = teamAnswer(ask({ tool: 'get_account_team', email: known[0] as string, caller: stranger }), id).structured
    expect(team).not.toHaveProperty('team')
    const health = healthAnswer(ask({ tool: 'get_account_health', email: known[0] as string, caller: stranger }), id).structured
    expect(health).not.toHaveProperty('health')
  })

  it('is refused to a customer’s assistant that asks about somebody else', () => {
    const caller = customer([accounts.acme], 'jane.doe@acme-robotics.example')
    expect(ask({ email: 'sam@consult.example', caller }).status).toBe('identity_unverified')
  })
})

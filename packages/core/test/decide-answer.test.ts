import { EscalationAnswer } from '@cx-concierge/contract'
import { describe, expect, it } from 'vitest'
import { escalationAnswer, healthAnswer } from '../src/index.ts'
import { ask } from './support/ask.ts'
import { accounts, type Changes } from './support/company.ts'
import { colleague } from './support/callers.ts'
import { northwind } from './support/northwind.ts'
import { at } from './support/time.ts'

const said = (asked: Parameters<typeof ask>[0], changes: Changes = {}, now?: number) =>
  escalationAnswer(ask(asked, changes, now === undefined ? {} : { now }), 'dec_b')

describe('an answer', () => {
  it('says the contact’s facts in the text as well as in the structured content', () => {
    const { text, structured } = said({ accountId: accounts.acme })
    const { contact } = EscalationAnswer.parse(structured)
    for (const field of ['name', 'title', 'email', 'booking_url', 'headshot_url', 'role', 'timezone'] as const)
      expect(text).toContain(contact[field])
    expect(text).toContain('Available now.')
    expect(text).toContain('Reference: dec_b')
    expect(text).toContain(`Account: ${accounts.acme}, by account_id.`)
  })

  it('gives the agent one sentence to say', () => {
    const { text, structured } = said({ accountId: accounts.acme })
    expect(structured['agent_message']).toMatch(/^Sarah Jenkins, Senior Customer Success Manager, is the right person\./)
    expect(structured['agent_message']).toContain('https://book.northwind.example/sarah-jenkins')
    expect(text.startsWith(String(structured['agent_message']))).toBe(true)
  })

  it('says when somebody is back as they would say it', () => {
    expect(said({ accountId: accounts.edo }).text).toMatch(/Tuesday 24 November.* 09:00/)
  })

  it('gives away nothing of how the account is classed', () => {
    for (const accountId of [accounts.iris, accounts.halcyon, accounts.birch, accounts.cobalt, accounts.dune])
      expect(JSON.stringify(said({ accountId }))).not.toMatch(/VIP|churn|former|enterprise|SMB|mid-market|unowned/i)
  })

  it('lists candidates to staff in both', () => {
    const { text, structured } = said({ accountId: '777', caller: colleague })
    expect(structured['candidates']).toHaveLength(2)
    expect(text).toContain(`Kestrel North (${accounts.kestrelNorth})`)
  })

  it('is never without a contact', () => {
    for (const accountId of [...Object.values(accounts), '777', '12345', '99999'])
      for (const now of [at('2026-11-20T15:00:00Z'), at('2026-11-22T03:00:00Z')])
        expect(said({ accountId }, {}, now).structured).toHaveProperty('contact.name')
  })

  it('has a way to reach the contact in the sentence itself', () => {
    expect(said({ accountId: accounts.birch }).structured['agent_message']).toContain('success@northwind.example')
    expect(said({ accountId: accounts.dune }).structured['agent_message']).toContain('carlos.reyes@northwind.example')
    expect(said({ accountId: accounts.nobody }).structured['agent_message']).toContain('support@northwind.example')
  })

  it('says an address once, and nothing that is not there', () => {
    const noMail = northwind({ cards: { show: new Set(['title'] as const) } })
    for (const accountId of Object.values(accounts)) {
      const { text, structured } = said({ accountId })
      expect(text.split((structured['contact'] as { email: string }).email)).toHaveLength(2)
      const bare = escalationAnswer(ask({ accountId }, {}, { policy: noMail }), 'dec_b').text
      expect(text + bare).not.toMatch(/undefined|null|\[object/)
    }
  })

  it('is small', () => {
    expect(said({ accountId: accounts.acme }).text.length).toBeLessThan(700)
  })

  it('that nobody could give holds nothing more than its shape allows', () => {
    const decision = { ...ask({ accountId: accounts.acme }), contact: { kind: 'person' as const, name: 'Sarah', phone: '+1 555 0100' } }
    expect(() => escalationAnswer(decision, 'dec_b')).toThrow(/phone|[Uu]nrecognized/)
  })

  it('about health says nothing of who the contact is', () => {
    expect(JSON.stringify(healthAnswer(ask({ tool: 'get_account_health', accountId: accounts.acme }), 'dec_b'))).not.toContain('Sarah')
  })
})

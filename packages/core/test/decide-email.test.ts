import { describe, expect, it } from 'vitest'
import { normalizeEmail } from '../src/index.ts'
import { ask, askInRounds } from './support/ask.ts'
import { accounts, down } from './support/company.ts'
import { hostileStrings } from './support/corpora.ts'
import { colleague, customer } from './support/callers.ts'
import { northwind } from './support/northwind.ts'

const byDomain = (domain: string, ids: readonly string[]) => ({ salesforce: { accountsByDomain: { [domain]: ids } } })

describe('a customer’s e-mail', () => {
  it('leads to the account it is a contact of', () => {
    expect(ask({ email: 'jane.doe@acme-robotics.example' })).toMatchObject({ accountId: accounts.acme, matchedBy: 'contact_email' })
  })

  it('is believed as a contact before its domain', () => {
    const elsewhere = byDomain('acme-robotics.example', [accounts.birch])
    expect(ask({ email: 'jane.doe@acme-robotics.example' }, elsewhere).accountId).toBe(accounts.acme)
    expect(ask({ email: 'new@acme-robotics.example' }, elsewhere)).toMatchObject({ accountId: accounts.birch, matchedBy: 'email_domain' })
  })

  it('is never judged by its domain while the contact that would beat it could not be looked up', () => {
    const unread = { salesforce: { unreadable: ['accountsByContact'] } } as const
    expect(ask({ email: 'jane.doe@acme-robotics.example' }, unread)).toMatchObject({ status: 'unavailable' })
  })

  it.each([
    ['new@mail.eu.acme-robotics.example', 'acme-robotics.example'],
    ['new@a.b.acme.co.uk', 'acme.co.uk'],
    ['new@acme.github.io', 'acme.github.io'],
  ])('is looked up by its registrable domain: %s → %s', (email, domain) => {
    expect(ask({ email }, byDomain(domain, [accounts.ferro]))).toMatchObject({ accountId: accounts.ferro, matchedBy: 'email_domain' })
  })

  it('does not stretch to a look-alike under another suffix', () => {
    expect(ask({ email: 'new@acme-robotics.shop' }).status).toBe('not_found')
    expect(ask({ email: 'new@notacme-robotics.example' }).status).toBe('not_found')
  })

  it.each(['someone@gmail.com', 'someone@eu.gmx.de', 'someone@co.uk', 'someone@127.0.0.1'])('says nothing by its domain: %s', (email) => {
    const everywhere = {
      ...byDomain('gmail.com', [accounts.acme]).salesforce.accountsByDomain,
      'gmx.de': [accounts.acme],
      'co.uk': [accounts.acme],
    }
    const { decision, rounds } = askInRounds({ email }, { salesforce: { accountsByDomain: everywhere } })
    expect(decision.status).toBe('not_found')
    expect(rounds.flat().map(({ lookup }) => lookup)).not.toContain('accountsByDomain')
  })

  it('at a free-mail provider still leads to a known contact', () => {
    const known = { salesforce: { accountsByContact: { 'jane@gmail.com': [accounts.acme] } } }
    expect(ask({ email: 'jane@gmail.com' }, known)).toMatchObject({ accountId: accounts.acme, matchedBy: 'contact_email' })
  })

  it('leads to the active account before a former one', () => {
    expect(ask({ email: 'sam@consult.example' })).toMatchObject({ accountId: accounts.acme, matchedBy: 'contact_email' })
  })

  it('leads to a former account when there is no other', () => {
    const onlyFormer = { salesforce: { accountsByContact: { 'sam@consult.example': [accounts.halcyon] } } }
    expect(ask({ email: 'sam@consult.example' }, onlyFormer)).toMatchObject({ accountId: accounts.halcyon, decided: { rule: 'churned' } })
  })

  it('is asked back when active and former accounts count alike', () => {
    const policy = northwind({ identify: { ...northwind().identify, preferActive: false } })
    expect(ask({ email: 'sam@consult.example' }, {}, { policy }).status).toBe('ambiguous')
  })

  it('leads to the top parent when all accounts are one family', () => {
    expect(ask({ email: 'new@globex.example' })).toMatchObject({ accountId: accounts.globex, matchedBy: 'email_domain', status: 'ok' })
  })

  it('is asked back for a family too, where the company wants that', () => {
    const policy = northwind({ identify: { ...northwind().identify, severalInOneFamily: 'ask' } })
    expect(ask({ email: 'new@globex.example' }, {}, { policy }).status).toBe('ambiguous')
  })

  it('that could not be looked up is unavailable', () => {
    expect(ask({ email: 'jane.doe@acme-robotics.example' }, { salesforce: down }).status).toBe('unavailable')
  })
})

describe('several unrelated accounts', () => {
  it('are not listed to an agent that speaks with customers', () => {
    const decision = ask({ email: 'new.hire@kestrel.example' })
    expect(decision).toMatchObject({ status: 'ambiguous', decided: { reason: 'account_ambiguous' } })
    expect(decision.candidates).toBeUndefined()
    expect(decision.message).not.toMatch(/Kestrel|001Nw/)
  })

  it('are listed to staff by name', () => {
    const decision = ask({ email: 'new.hire@kestrel.example', caller: colleague })
    expect(decision.candidates).toEqual([
      { account_id: accounts.kestrelNorth, name: 'Kestrel North' },
      { account_id: accounts.kestrelSouth, name: 'Kestrel South' },
    ])
  })

  it('are listed to staff at most five at a time', () => {
    const many = [accounts.acme, accounts.birch, accounts.cobalt, accounts.dune, accounts.edo, accounts.ferro, accounts.iris]
    const decision = ask({ email: 'agency@consult.example', caller: colleague }, byDomain('consult.example', many))
    expect(decision.candidates).toHaveLength(5)
    expect(decision.status).toBe('ambiguous')
  })

  it('are asked back without reading each of them when there are very many', () => {
    const many = Array.from({ length: 21 }, (_, index) => `001NwMany${String(index).padStart(6, '0')}IRA`)
    const { decision, rounds } = askInRounds({ email: 'agency@consult.example' }, byDomain('consult.example', many))
    expect(decision.status).toBe('ambiguous')
    expect(rounds.flat().filter(({ lookup }) => lookup === 'accounts')).toEqual([])
    const fewer = askInRounds({ email: 'agency@consult.example' }, byDomain('consult.example', [...many.slice(0, 19), accounts.acme]))
    expect(fewer.decision.accountId).toBe(accounts.acme)
  })
})

describe('an address as it is compared', () => {
  it('is trimmed, in lower case and of one form', () => {
    expect(normalizeEmail('  Jane.Doe@ACME-Robotics.example ')).toBe('jane.doe@acme-robotics.example')
    expect(normalizeEmail('ｊａｎｅ@acme.example')).toBe('jane@acme.example')
  })

  it.each([
    '',
    'jane',
    '@acme.example',
    'jane@',
    'a@b@c.example',
    'jane doe@acme.example',
    '"jane"@acme.example',
    'jane@acme..example',
    'jane@-acme.example',
  ])('is refused: %j', (text) => expect(normalizeEmail(text)).toBeUndefined())

  it('has at most 254 characters', () => {
    const longAs = (length: number): string => `jane@${'a.'.repeat(length)}`.slice(0, length - 8) + 'aexample'
    expect(normalizeEmail(longAs(254))).toHaveLength(254)
    expect(longAs(255)).toHaveLength(255)
    expect(normalizeEmail(longAs(255))).toBeUndefined()
  })

  it('never has white space, quotes, brackets or a second @, whatever is typed', () => {
    const accepted = hostileStrings('email', 'naughty-strings', 'injection', 'unicode')
      .map(normalizeEmail)
      .filter((email) => email !== undefined)
    expect(accepted.filter((email) => !/^[^\s@"<>()]+@[a-z0-9.-]+$/.test(email))).toEqual([])
  })

  it('of a caller counts as verified only when the sign-in says so and it is the same address', () => {
    const known = { salesforce: { accountsByContact: { 'jane@acme.example': [accounts.acme] } } }
    expect(ask({ email: 'jane@acme.example', caller: customer(undefined, 'jane@acme.example') }, known).status).toBe('ok')
    expect(ask({ email: 'jane@acme.example', caller: customer(undefined, 'eve@acme.example') }, known).status).toBe('identity_unverified')
    const unproved = { ...customer(undefined, 'jane@acme.example'), emailVerified: false }
    expect(ask({ email: 'jane@acme.example', caller: unproved }, known).status).toBe('identity_unverified')
  })
})

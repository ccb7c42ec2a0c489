import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PretendBackend } from '@cx-concierge/connector-kit/sandbox'
import { start } from '../sandbox/index.ts'
import { registrableDomain } from '../src/find-by-domain.ts'
import { ask, connect, noon, type Trial } from './connect.ts'

const data = {
  Account: {
    '001NwSite000001': { Website: 'https://shop.acme.co.uk:8443/a?b#c', AccountNumber: 'AB-1' },
    '001NwSite000002': { Website: 'ACME.CO.UK', AccountNumber: 'AB-2', IsDeleted: true },
    '001NwSite000003': { Website: 'Acme.Co.Uk', AccountNumber: 'ab-1' },
    '001NwSite000004': { Website: 'acme.co.uk.evil.example' },
    '001NwSite000005': { Website: 'https://evil.example/?next=acme.co.uk' },
    '001NwSite000006': { Website: 'https://www.München.example' },
    '001NwSite000007': { Website: 'http://xn--mnchen-3ya.example/' },
    '001NwSite000008': { Website: null },
  },
  Contact: { '003A': { Email: 'o\'brien+"x"@acme.co.uk', AccountId: '001NwSite000001' } },
}
const first = '001NwSite000001IBA'
const third = '001NwSite000003IBA'

let backend: PretendBackend
let trial: Trial
beforeAll(async () => {
  backend = await start({ data: () => data, now: () => noon })
  trial = connect(backend.settings)
})
afterAll(async () => {
  await trial.connection.close?.()
  await backend.close()
})

describe('accounts are found', () => {
  it('by their number in any case, not by half of it, and not when deleted', async () => {
    const found = await ask(trial.connection.lookups.accountsByNumber, ['AB-1', 'AB-2', 'AB', "' OR AccountNumber != '"])
    expect(found.get('AB-1')).toEqual([first, third])
    for (const number of ['AB-2', 'AB', "' OR AccountNumber != '"]) expect(found.get(number)).toBeUndefined()
  })

  it('by a contact whose address needs escaping', async () => {
    const email = 'o\'brien+"x"@acme.co.uk'
    expect((await ask(trial.connection.lookups.accountsByContact, [email])).get(email)).toEqual([first])
  })

  it('by nothing that cannot be written in UTF-8', async () => {
    const email = 'half a \ud83d@acme.co.uk'
    expect((await ask(trial.connection.lookups.accountsByContact, [email])).get(email)).toBeUndefined()
  })

  it('by the domain their website stands at, not by one that only occurs in it', async () => {
    const found = await ask(trial.connection.lookups.accountsByDomain, ['acme.co.uk', 'shop.acme.co.uk', 'co.uk', 'evil.example'])
    expect(found.get('acme.co.uk')).toEqual([first, third])
    expect(found.get('shop.acme.co.uk')).toBeUndefined()
    expect(found.get('co.uk')).toBeUndefined()
    expect(found.get('evil.example')).toHaveLength(2)
  })

  it('by an internationalised domain, however either side writes it', async () => {
    for (const domain of ['xn--mnchen-3ya.example', 'münchen.example']) {
      const found = await ask(trial.connection.lookups.accountsByDomain, [domain])
      expect(found.get(domain)).toHaveLength(2)
    }
  })

  it('by two hundred domains in one request', async () => {
    backend.resetStats()
    const domains = Array.from({ length: 200 }, (_, index) => `company-${index}.example`)
    expect((await ask(trial.connection.lookups.accountsByDomain, [...domains, 'acme.co.uk'])).get('acme.co.uk')).toHaveLength(2)
    expect(backend.stats().requests).toBe(1)
  })
})

describe('a website', () => {
  it('stands at the registrable domain of its host', () => {
    expect(registrableDomain(' HTTPS://Shop.Acme.co.uk:8443/a?b#c')).toBe('acme.co.uk')
    expect(registrableDomain('www.acme.co.uk/impressum')).toBe('acme.co.uk')
    expect(registrableDomain('acme.co.uk.evil.example')).toBe('evil.example')
    expect(registrableDomain('https://acme.co.uk@evil.example/')).toBe('evil.example')
    expect(registrableDomain('münchen.example')).toBe('xn--mnchen-3ya.example')
  })

  it('stands nowhere when it is none', () => {
    for (const website of [null, undefined, 12, '', 'n/a', 'localhost', '127.0.0.1', 'https://[::1]/', 'co.uk']) {
      expect(registrableDomain(website)).toBeUndefined()
    }
  })
})

import { describe, expect, it } from 'vitest'
import { parseHours, inZone, nextOpening, isOpen } from '../src/index.ts'
import { ask } from './support/ask.ts'
import { accounts, inGainsight, inSalesforce, mail, type Changes } from './support/company.ts'

import { friday, northwind, northwindRouting } from './support/northwind.ts'
import { rule } from './support/rule.ts'
import { at } from './support/time.ts'

const sarahIs = (salesforce: object): Changes => ({ salesforce: { people: { [inSalesforce('sarah.jenkins')]: salesforce } } })
const row = (coverage: object): Changes => ({ booking_sheet: { coverage: { [mail('sarah.jenkins')]: coverage } } })

describe('routing', () => {
  it('a pool whose people are all away is passed over where somebody at work is needed', () => {
    const policy = northwindRouting({ rules: [rule('urgent', {}, ['pool emea-success', 'pool support-247'], true)] })
    const out = { outFrom: '2026-11-16', outUntil: '2026-11-27' }
    const c = { booking_sheet: { coverage: { [mail('diego.alvarez')]: out, [mail('chloe.martin')]: out, [mail('hugo.lind')]: out } } }
    expect(ask({ accountId: accounts.acme }, c, { policy }).contact?.email).toBe(mail('support'))
  })
  it('a pool gives a member who is at work where somebody at work is needed', () => {
    const policy = northwind({
      routing: { ...northwind().routing, rules: [rule('urgent', {}, ['pool world', 'pool support-247'], true)] },
      pools: new Map([
        ...northwind().pools,
        [
          'world',
          {
            id: 'world',
            name: 'World',
            show: 'member',
            email: mail('world'),
            members: [mail('aiko.tanaka'), mail('diego.alvarez'), mail('sarah.jenkins')],
            alwaysOn: false,
          },
        ],
      ]),
    })
    for (const accountId of Object.values(accounts).slice(0, 8)) {
      const d = ask({ accountId }, {}, { policy, now: at('2026-11-20T01:00:00Z') })
      expect(d.contact?.name).toBe('Aiko Tanaka')
    }
  })
  it('leave that could not be read is not "available"', () => {
    const d = ask({ accountId: accounts.acme }, row({ rejected: ['out_of_office'] }))
    expect(d.availability?.state).toBe('unknown')
  })
  it('…and ops are told', () => {
    const d = ask({ accountId: accounts.acme }, row({ rejected: ['out_of_office', 'backup'] }))
    expect(d.body.flags).toEqual(expect.arrayContaining(['field_rejected:out_of_office', 'field_rejected:backup']))
  })
  it('leave counts against a swap as well', () => {
    const duty = northwind().duties.get('support-manager')!
    const policy = northwind({
      duties: new Map([
        ['support-manager', { ...duty, swaps: [{ region: 'EMEA', who: mail('carlos.reyes'), from: friday - 1, to: friday + 1 }] }],
      ]),
    })
    const c = { booking_sheet: { coverage: { [mail('carlos.reyes')]: { outFrom: '2026-11-20', outUntil: '2026-11-20' } } } }
    expect(ask({ accountId: accounts.ferro, topic: 'urgent_outage' }, c, { policy }).contact?.name).not.toBe('Carlos Reyes')
  })
  it('a swap does not put somebody on duty outside the shift it swaps', () => {
    const duty = northwind().duties.get('support-manager')!
    const policy = northwind({
      duties: new Map([
        [
          'support-manager',
          {
            ...duty,
            swaps: [{ region: 'AMER', who: mail('nina.kowalski'), from: at('2026-11-23T00:00:00Z'), to: at('2026-11-28T00:00:00Z') }],
          },
        ],
      ]),
    })
    expect(
      ask({ accountId: accounts.dune, topic: 'urgent_outage' }, {}, { policy, now: at('2026-11-25T05:00:00Z') }).contact?.name,
    ).not.toBe('Nina Kowalski')
  })
  it('lower_source is set when the better pointer could not be followed', () => {
    const c: Changes = {
      gainsight: { accounts: { [accounts.acme]: { roles: { csm: [{ id: inGainsight('diego.alvarez') }] } } }, unreadable: ['people'] },
      salesforce: {
        accounts: { [accounts.acme]: { roles: { 'team.CSM': [{ id: inSalesforce('rosa.meyer'), email: mail('rosa.meyer') }] } } },
      },
    }
    expect(ask({ accountId: accounts.acme }, c).body.facts['roles.csm']).toMatchObject({ value: mail('rosa.meyer'), lower_source: true })
  })
  it('every time zone of Salesforce is a time zone', () => {
    for (const zone of [
      'Asia/Kolkata',
      'GMT',
      'UTC',
      'Europe/Kyiv',
      'America/Indiana/Indianapolis',
      'America/Argentina/Buenos_Aires',
      'Asia/Kathmandu',
      'Asia/Ho_Chi_Minh',
    ])
      expect(ask({ accountId: accounts.acme }, sarahIs({ timezone: zone })).contact?.timezone).toBe(zone)
  })
  it('hours from 24:00 are refused, or open at the next midnight', () => {
    let isRight: unknown = 'refused'
    try {
      const parsed = parseHours('Mon 24:00-08:00')
      const next = nextOpening(parsed, inZone(at('2026-11-22T12:00:00Z'), 'Europe/London')!, () => false)!
      isRight = isOpen(parsed, next, () => false)
    } catch {
      /* refused */
    }
    expect(['refused', true]).toContain(isRight)
  })
})

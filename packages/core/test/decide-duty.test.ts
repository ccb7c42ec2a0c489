import { describe, expect, it } from 'vitest'
import type { Policy, Swap } from '../src/index.ts'
import { ask } from './support/ask.ts'
import { accounts, down, inSalesforce, mail } from './support/company.ts'
import { northwind, northwindRouting } from './support/northwind.ts'
import { rule } from './support/rule.ts'
import { at } from './support/time.ts'

const roster = (changes: Partial<NonNullable<ReturnType<Policy['duties']['get']>>>): Policy => {
  const duty = northwind().duties.get('support-manager')
  return northwind({ duties: new Map([['support-manager', { ...(duty as NonNullable<typeof duty>), ...changes }]]) })
}
const onDuty = (now: string, accountId: string = accounts.dune, policy = northwind()) =>
  ask({ accountId, topic: 'urgent_outage' }, {}, { policy, now: at(now) })
const swap = (region: string, who: string, from: string, to: string): Swap => ({ region, who: mail(who), from: at(from), to: at(to) })

describe('a duty roster', () => {
  it('names the manager of the account’s own region while their shift runs', () => {
    expect(onDuty('2026-11-20T15:00:00Z').contact).toMatchObject({ name: 'Carlos Reyes', role: 'support_manager' })
    expect(onDuty('2026-11-20T15:00:00Z', accounts.ferro).contact?.name).toBe('Nina Kowalski')
    expect(onDuty('2026-11-20T15:00:00Z').availability).toEqual({ state: 'available' })
  })

  it('names another region’s when the account’s own is off', () => {
    expect(onDuty('2026-11-20T09:00:00Z').contact?.name).toBe('Nina Kowalski')
    expect(onDuty('2026-11-19T23:30:00Z', accounts.ferro).contact?.name).toBe('Carlos Reyes')
  })

  it('takes regions in the listed order when the account’s country is not known', () => {
    const policy = northwind({ regionOfCountry: new Map() })
    expect(onDuty('2026-11-20T15:00:00Z', accounts.ferro, policy).contact?.name).toBe('Carlos Reyes')
  })

  it('takes regions in the listed order when the company wants that', () => {
    expect(onDuty('2026-11-20T15:00:00Z', accounts.ferro, roster({ choose: 'listed_order' })).contact?.name).toBe('Carlos Reyes')
  })

  it.each([
    ['2026-11-20T12:59:59Z', 'Nina Kowalski'],
    ['2026-11-20T13:00:00Z', 'Carlos Reyes'],
    ['2026-11-21T00:59:59Z', 'Carlos Reyes'],
  ])('changes hands on the minute, in the shift’s own zone: %s', (now, name) => {
    expect(onDuty(now).contact?.name).toBe(name)
  })

  it.each([
    ['2026-03-06T12:30:00Z', 'Nina Kowalski'],
    ['2026-03-09T12:30:00Z', 'Carlos Reyes'],
  ])('follows the zone’s summer time: %s', (now, name) => {
    expect(onDuty(now).contact?.name).toBe(name)
  })

  it('with nobody on it is a gap, and the chain goes on to the desk that is always on', () => {
    const decision = onDuty('2026-11-21T01:00:00Z')
    expect(decision).toMatchObject({ contact: { email: mail('support') }, decided: { step: 'pool support-247' } })
    expect(decision.body.flags).toContain('duty_gap')
    expect(decision.body.skipped).toContainEqual(['duty support-manager', 'nobody_on_duty'])
  })

  it('does not count a shift on its holder’s holiday', () => {
    expect(onDuty('2026-11-26T15:00:00Z').contact?.name).toBe('Nina Kowalski')
    expect(onDuty('2026-11-25T15:00:00Z').contact?.name).toBe('Carlos Reyes')
  })

  it('does not count a shift while its holder is on leave, or gone', () => {
    const leave = { booking_sheet: { coverage: { [mail('carlos.reyes')]: { outFrom: '2026-11-20', outUntil: '2026-11-20' } } } }
    expect(ask({ accountId: accounts.dune, topic: 'urgent_outage' }, leave)).toMatchObject({ contact: { name: 'Nina Kowalski' } })
    const gone = { id: inSalesforce('carlos.reyes'), email: mail('carlos.reyes'), name: 'Carlos Reyes', employment: 'frozen' } as const
    const decision = ask({ accountId: accounts.dune, topic: 'urgent_outage' }, { salesforce: { people: { [gone.id]: gone } } })
    expect(decision.contact?.name).toBe('Nina Kowalski')
    expect(decision.body.considered[0]).toMatchObject({ who: mail('carlos.reyes'), verdict: 'frozen' })
  })

  it('says why it was needed: nobody owns the account, its owners are away, or it was asked for', () => {
    const policy = northwindRouting({ rules: [rule('one-role', {}, ['role csm', 'duty support-manager'])] })
    expect(ask({ accountId: accounts.dune }, {}, { policy }).decided.reason).toBe('duty_no_owner')
    const away = { booking_sheet: { coverage: { [mail('sarah.jenkins')]: { outFrom: '2026-11-20', outUntil: '2026-11-20' } } } }
    expect(ask({ accountId: accounts.acme }, away, { policy }).decided.reason).toBe('duty_owner_away')
    expect(ask({ accountId: accounts.acme, topic: 'urgent_outage' }).decided.reason).toBe('duty')
  })

  it('holds while every system is down', () => {
    expect(ask({ accountId: accounts.dune }, { salesforce: down, gainsight: down, booking_sheet: down, headshots: down })).toMatchObject({
      status: 'unavailable',
      contact: { name: 'Carlos Reyes', email: mail('carlos.reyes') },
      decided: { rule: null, step: 'duty support-manager', reason: 'systems_unavailable' },
    })
  })
})

describe('a swap', () => {
  const swapped = roster({ swaps: [swap('AMER', 'nina.kowalski', '2026-11-24T13:00:00Z', '2026-11-24T22:00:00Z')] })

  it.each([
    ['2026-11-24T12:59:59Z', accounts.edo, 'Nina Kowalski'],
    ['2026-11-24T13:00:00Z', accounts.dune, 'Nina Kowalski'],
    ['2026-11-24T21:59:59Z', accounts.dune, 'Nina Kowalski'],
    ['2026-11-24T22:00:00Z', accounts.dune, 'Carlos Reyes'],
    ['2026-11-25T15:00:00Z', accounts.dune, 'Carlos Reyes'],
  ])('puts somebody in a region’s place from its start to just before its end: %s', (now, accountId, name) => {
    expect(onDuty(now, accountId, swapped).contact?.name).toBe(name)
  })

  it('leaves the other regions alone', () => {
    expect(onDuty('2026-11-24T15:00:00Z', accounts.ferro, swapped).contact?.name).toBe('Nina Kowalski')
    const carlosForEmea = roster({ swaps: [swap('EMEA', 'kenji.mori', '2026-11-24T13:00:00Z', '2026-11-24T22:00:00Z')] })
    expect(onDuty('2026-11-24T15:00:00Z', accounts.dune, carlosForEmea).contact?.name).toBe('Carlos Reyes')
    expect(onDuty('2026-11-24T15:00:00Z', accounts.ferro, carlosForEmea).contact?.name).toBe('Kenji Mori')
  })

  it('was agreed on purpose, so it counts on a holiday', () => {
    const onThanksgiving = roster({ swaps: [swap('EMEA', 'carlos.reyes', '2026-11-26T13:00:00Z', '2026-11-26T22:00:00Z')] })
    expect(onDuty('2026-11-26T15:00:00Z', accounts.ferro, onThanksgiving).contact?.name).toBe('Carlos Reyes')
  })
})

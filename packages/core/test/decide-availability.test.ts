import { describe, expect, it } from 'vitest'
import { ask } from './support/ask.ts'
import { accounts, down, inGainsight, inSalesforce, mail, type Changes } from './support/company.ts'
import { northwindRouting } from './support/northwind.ts'
import { at } from './support/time.ts'

const availability = (accountId: string, now: string, changes: Changes = {}, policy?: ReturnType<typeof northwindRouting>) =>
  ask({ accountId }, changes, { now: at(now), ...(policy ? { policy } : {}) }).availability

const keepAll = northwindRouting({
  away: { outOfOffice: 'keep_and_say_when', outOfHours: 'keep_and_say_when', holiday: 'keep_and_say_when' },
})
const nextStep = northwindRouting({ away: { outOfOffice: 'next_step', outOfHours: 'next_step', holiday: 'next_step' } })
const away = (who: string, outFrom?: string, outUntil?: string): Changes => ({
  booking_sheet: {
    coverage: { [mail(who)]: { ...(outFrom === undefined ? {} : { outFrom }), ...(outUntil === undefined ? {} : { outUntil }) } },
  },
})

describe('whether somebody is at work', () => {
  it('is judged in their own time zone', () => {
    expect(availability(accounts.acme, '2026-11-20T15:00:00Z')).toEqual({ state: 'available' })
    expect(availability(accounts.edo, '2026-11-20T01:00:00Z')).toEqual({ state: 'available' })
    expect(availability(accounts.acme, '2026-11-20T01:00:00Z')).toEqual({
      state: 'out_of_hours',
      next_available_at: '2026-11-20T09:00:00-05:00',
    })
  })

  it('skips the weekend and the holidays of their own calendar', () => {
    expect(availability(accounts.edo, '2026-11-20T15:00:00Z')).toEqual({
      state: 'out_of_hours',
      next_available_at: '2026-11-24T09:00:00+09:00',
    })
    expect(availability(accounts.acme, '2026-11-26T15:00:00Z')).toEqual({
      state: 'holiday',
      next_available_at: '2026-11-27T09:00:00-05:00',
    })
    expect(availability(accounts.ferro, '2026-11-26T10:00:00Z')).toEqual({ state: 'available' })
  })

  it('says when they are back, across a change of the clocks', () => {
    expect(availability(accounts.ferro, '2026-10-23T18:00:00Z')).toEqual({
      state: 'out_of_hours',
      next_available_at: '2026-10-26T09:00:00+01:00',
    })
    expect(availability(accounts.acme, '2026-03-06T23:00:00Z')).toMatchObject({ next_available_at: '2026-03-09T09:00:00-04:00' })
  })

  it('takes a new day at their midnight, not at ours', () => {
    const thanksgivingAtTheirs = '2026-11-27T04:59:00Z'
    expect(availability(accounts.acme, thanksgivingAtTheirs)).toMatchObject({ state: 'holiday' })
    expect(availability(accounts.acme, '2026-11-27T05:00:00Z')).toMatchObject({ state: 'out_of_hours' })
  })

  it('takes the hours the configuration gives them', () => {
    expect(ask({ accountId: accounts.dune }, {}, { now: at('2026-11-20T23:00:00Z') }).contact?.name).toBe('Carlos Reyes')
  })

  it('is unknown without a time zone, and without a look at the leave sheet; never "available"', () => {
    const nowhere = {
      salesforce: { people: { [inSalesforce('sarah.jenkins')]: { timezone: null } } },
      gainsight: { people: { [inGainsight('sarah.jenkins')]: { timezone: null } } },
    }
    const decision = ask({ accountId: accounts.acme }, nowhere)
    expect(decision.availability).toEqual({ state: 'unknown' })
    expect(decision.message).toContain('could not be checked')
    expect(availability(accounts.acme, '2026-11-20T15:00:00Z', { booking_sheet: down })).toEqual({ state: 'unknown' })
  })
})

describe('leave', () => {
  it.each([
    ['2026-11-16', '2026-11-20', true],
    ['2026-11-20', '2026-11-20', true],
    ['2026-11-20', undefined, true],
    [undefined, '2026-11-20', true],
    ['2026-11-21', '2026-11-27', false],
    ['2026-11-16', '2026-11-19', false],
    [undefined, undefined, false],
  ])('from %s until %s counts both its days', (from, until, isAway) => {
    expect(ask({ accountId: accounts.acme }, away('sarah.jenkins', from, until)).contact?.name === 'Sarah Jenkins').toBe(!isAway)
  })

  it('is judged by the day at theirs', () => {
    const inTokyoItIsSaturday = at('2026-11-20T15:00:00Z')
    const decision = (day: string) => ask({ accountId: accounts.edo }, away('aiko.tanaka', day, day), { now: inTokyoItIsSaturday })
    expect(decision('2026-11-21').contact?.name).toBe('Tom Becker')
    expect(decision('2026-11-20').contact?.name).toBe('Aiko Tanaka')
  })

  it('is said with the day they are back, where they stay the contact', () => {
    expect(availability(accounts.acme, '2026-11-20T15:00:00Z', away('sarah.jenkins', '2026-11-16', '2026-11-24'), keepAll)).toEqual({
      state: 'out_of_office',
      next_available_at: '2026-11-25T09:00:00-05:00',
    })
  })

  it('without an end has no day they are back', () => {
    expect(availability(accounts.acme, '2026-11-20T15:00:00Z', away('sarah.jenkins', '2026-11-16'), keepAll)).toEqual({
      state: 'out_of_office',
    })
  })

  it('ends before a holiday without cutting the holiday short', () => {
    expect(availability(accounts.acme, '2026-11-20T15:00:00Z', away('sarah.jenkins', '2026-11-16', '2026-11-25'), keepAll)).toMatchObject({
      next_available_at: '2026-11-27T09:00:00-05:00',
    })
  })

  it('is never explained to the customer', () => {
    const decision = ask({ accountId: accounts.acme }, away('sarah.jenkins', '2026-11-16', '2026-11-24'), { policy: keepAll })
    expect(decision.message).toMatch(/Wednesday 25 November.* 09:00/)
    expect(decision.message).not.toMatch(/\bleave|office|sick|parental/i)
  })
})

describe('somebody who is away', () => {
  it.each([
    ['after hours', accounts.acme, '2026-11-20T01:00:00Z', {}, 'out_of_hours'],
    ['on a holiday', accounts.acme, '2026-11-26T15:00:00Z', {}, 'holiday'],
    ['on leave', accounts.acme, '2026-11-20T15:00:00Z', away('sarah.jenkins', '2026-11-20', '2026-11-20'), 'out_of_office'],
  ])('is passed over where the company wants that: %s', (_when, accountId, now, changes, reason) => {
    const decision = ask({ accountId }, changes, { now: at(now), policy: nextStep })
    expect(decision.body.skipped[0]).toEqual(['role csm', reason])
    expect(decision.contact?.name).not.toBe('Sarah Jenkins')
  })

  it('stays the contact otherwise, after hours and on holidays', () => {
    expect(ask({ accountId: accounts.acme }, {}, { now: at('2026-11-20T01:00:00Z') }).contact?.name).toBe('Sarah Jenkins')
    expect(ask({ accountId: accounts.acme }, {}, { now: at('2026-11-26T15:00:00Z') }).contact?.name).toBe('Sarah Jenkins')
  })
})

import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createQuota, type QuotaRule } from '../src/resilience/quota.ts'
import { days, hours, minutes, seconds } from './support/time.ts'

/** The moments at which calls were let through. */
function granted(rules: readonly QuotaRule[], moments: readonly number[]): readonly number[] {
  const quota = createQuota(rules)
  return moments.filter((moment) => quota.take(moment))
}
const within = (moments: readonly number[], from: number, to: number): number =>
  moments.filter((moment) => moment > from && moment <= to).length
/** A quota counts in sixtieths of its stretch. */
const grain = (rule: QuotaRule): number => rule.perMs / 60

const moments = fc.array(fc.integer({ min: 0, max: 4 * minutes }), { maxLength: 120 }).map((list) => list.toSorted((a, b) => a - b))
const perMinute = fc.integer({ min: 1, max: 12 }).map((calls): QuotaRule => ({ calls, perMs: 1 * minutes }))

describe('a quota', () => {
  it('lets through what it allows, and then no more until the stretch has passed', () => {
    const quota = createQuota([{ calls: 3, perMs: 1 * minutes }])
    expect([0, 1, 2, 3].map((moment) => quota.take(moment))).toEqual([true, true, true, false])
    expect(quota.take(58 * seconds)).toBe(false)
    expect(quota.take(62 * seconds)).toBe(true)
  })

  it('never lets more through in any stretch, to a sixtieth of it', () => {
    fc.assert(
      fc.property(perMinute, moments, (rule, wanted) => {
        const through = granted([rule], wanted)
        for (const moment of through) expect(within(through, moment - (rule.perMs - grain(rule)), moment)).toBeLessThanOrEqual(rule.calls)
      }),
    )
  })

  it('never refuses while fewer than allowed were let through, to a sixtieth of the stretch', () => {
    fc.assert(
      fc.property(perMinute, moments, (rule, wanted) => {
        const quota = createQuota([rule])
        const through: number[] = []
        const refusedTooSoon = wanted.filter((moment) => {
          const before = within(through, moment - rule.perMs - grain(rule), moment)
          if (!quota.take(moment)) return before < rule.calls
          through.push(moment)
          return false
        })
        expect(refusedTooSoon).toEqual([])
      }),
    )
  })

  it('does not count what it refused', () => {
    const quota = createQuota([{ calls: 1, perMs: 1 * minutes }])
    expect(quota.take(0)).toBe(true)
    for (let moment = 1; moment < 60 * seconds; moment += 500) expect(quota.take(moment)).toBe(false)
    expect(quota.take(62 * seconds)).toBe(true)
  })

  it('keeps every one of several limits', () => {
    const rules = [
      { calls: 2, perMs: 1 * minutes },
      { calls: 3, perMs: 1 * days },
    ]
    const wanted = Array.from({ length: 48 }, (_, index) => index * 30 * minutes)
    expect(granted(rules, wanted)).toHaveLength(3)
    expect(granted(rules, [0, 1, 2, 3])).toHaveLength(2)
  })

  it('takes nothing from one limit when the other refuses', () => {
    const quota = createQuota([
      { calls: 1, perMs: 1 * minutes },
      { calls: 2, perMs: 1 * days },
    ])
    expect(quota.take(0)).toBe(true)
    for (let tries = 0; tries < 10; tries += 1) expect(quota.take(1_000)).toBe(false)
    expect(quota.take(2 * minutes)).toBe(true)
    expect(quota.take(4 * minutes)).toBe(false)
  })

  it('starts afresh after a long silence', () => {
    const quota = createQuota([{ calls: 2, perMs: 1 * minutes }])
    quota.take(0)
    quota.take(1)
    expect([quota.take(10 * hours), quota.take(10 * hours), quota.take(10 * hours)]).toEqual([true, true, false])
  })

  it('without limits refuses nothing', () => {
    expect(granted([], [0, 0, 0, 0])).toHaveLength(4)
  })
})

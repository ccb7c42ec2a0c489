import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ask } from './support/ask.ts'
import { accounts } from './support/company.ts'

const segmentWith = (arr: number | null, segment: string | null = null) => {
  const changes = { salesforce: { accounts: { [accounts.acme]: { segment } } }, gainsight: { accounts: { [accounts.acme]: { arr } } } }
  return ask({ accountId: accounts.acme }, changes).body.facts['account.segment']
}

describe('a segment that nobody filled in', () => {
  it.each([
    [2_000_000, 'Enterprise'],
    [100_000, 'Enterprise'],
    [99_999.99, 'Mid-Market'],
    [25_000, 'Mid-Market'],
    [24_999.99, 'SMB'],
    [0.01, 'SMB'],
    [0, 'SMB'],
  ])('is derived from the revenue: %d → %s', (arr, segment) => {
    expect(segmentWith(arr)).toMatchObject({ value: segment, source: 'by_arr gainsight.arr', state: 'fresh' })
  })

  it('is always the highest band whose floor the revenue reaches', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e7, noNaN: true }), (arr) => {
        expect(segmentWith(arr)?.value).toBe(arr >= 100_000 ? 'Enterprise' : arr >= 25_000 ? 'Mid-Market' : 'SMB')
      }),
      { numRuns: 60 },
    )
  })

  it('is no segment below the lowest band, or without any revenue on record', () => {
    expect(segmentWith(-1)).toEqual({ value: null, state: 'empty' })
    expect(segmentWith(null)).toEqual({ value: null, state: 'empty' })
  })

  it('falls back on the next system’s revenue', () => {
    const changes = {
      salesforce: { accounts: { [accounts.acme]: { segment: null, arr: 30_000 } } },
      gainsight: { accounts: { [accounts.acme]: { arr: null } } },
    }
    expect(ask({ accountId: accounts.acme }, changes).body.facts['account.segment']).toMatchObject({
      value: 'Mid-Market',
      source: 'by_arr salesforce.arr',
    })
  })
})

describe('a segment on record', () => {
  it('is believed over the revenue', () => {
    expect(segmentWith(5_000_000, 'SMB')).toMatchObject({ value: 'SMB', source: 'salesforce.segment' })
  })

  it('counts as empty when it is an empty text', () => {
    expect(segmentWith(30_000, '')).toMatchObject({ value: 'Mid-Market' })
  })
})

import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allOf, compareNumber, conditionFacts, parseComparison, parseWhen, type Condition } from '../src/index.ts'
import { facts, unread } from './support/facts.ts'

type Truth = ReturnType<Condition['test']>

const holds = (fact: Parameters<typeof parseWhen>[0], wanted: Parameters<typeof parseWhen>[1], value: unknown): Truth =>
  parseWhen(fact, wanted).test(facts({ [fact]: value }))

describe('one line of a condition', () => {
  it('compares words whatever their case', () => {
    expect(holds('account.segment', 'Enterprise', 'enterprise')).toBe(true)
    expect(holds('account.segment', ' enterprise ', 'ENTERPRISE')).toBe(true)
    expect(holds('account.segment', 'Enterprise', 'Enterprise Plus')).toBe(false)
  })

  it('takes any word of a list', () => {
    expect(holds('account.segment', ['Enterprise', 'Mid-Market'], 'mid-market')).toBe(true)
    expect(holds('account.segment', ['Enterprise', 'Mid-Market'], 'SMB')).toBe(false)
  })

  it('takes a plain number, alone or in a list', () => {
    expect(holds('account.arr', 5000, 5000)).toBe(true)
    expect(holds('account.arr', 5000, 5001)).toBe(false)
    expect(holds('account.arr', [1, 5000], 5000)).toBe(true)
  })

  it('takes "not" for anything else, also for nothing', () => {
    expect(holds('account.country', 'not US', 'DE')).toBe(true)
    expect(holds('account.country', 'not US', undefined)).toBe(true)
    expect(holds('account.country', 'not US', 'us')).toBe(false)
  })

  it('finds a tag among several, whatever its case', () => {
    expect(holds('account.tags', 'has VIP', ['gold', 'vip'])).toBe(true)
    expect(holds('account.tags', 'has VIP', ['vip candidate'])).toBe(false)
    expect(holds('account.tags', 'has VIP', undefined)).toBe(false)
  })

  it.each([
    ['>= 100000', 100_000, true],
    ['>= 100_000', 99_999.99, false],
    ['> 100000', 100_000, false],
    ['> 100000', 100_000.01, true],
    ['<= 100000', 100_000, true],
    ['<= 100000', 100_000.01, false],
    ['< 100000', 100_000, false],
    ['< 100000', -5, true],
    ['>= -1.5', -1.5, true],
  ])('compares a number: %s with %d is %s', (wanted, value, isIt) => {
    expect(holds('account.arr', wanted, value)).toBe(isIt)
  })

  it.each(['>= 0', '< 100000', '<= 1'])('never takes nothing for a number: %s', (wanted) => {
    expect(holds('account.arr', wanted, undefined)).toBe(false)
    expect(holds('account.arr', wanted, '5')).toBe(false)
  })

  it.each(conditionFacts)('is undecided while %s could not be read', (fact) => {
    const wanted = fact === 'account.arr' ? '< 100000' : fact === 'account.tags' ? 'has VIP' : 'not x'
    expect(holds(fact, wanted, unread)).toBe('unknown')
  })

  it.each([
    ['account.segment', '>= 5', 'is not a number'],
    ['account.segment', 'has VIP', 'is one word'],
    ['account.tags', 'VIP', 'write "has VIP"'],
  ] as const)('that makes no sense is refused with a reason: %s %s', (fact, wanted, reason) => {
    expect(() => parseWhen(fact, wanted)).toThrow(reason)
  })
})

describe('a comparison', () => {
  it('is read with its sign and bound', () => {
    expect(parseComparison(' >= 1_000.5 ')).toEqual({ sign: '>=', bound: 1000.5 })
    expect(() => parseComparison('about 50')).toThrow('is not a comparison')
  })

  it('is decided like the sign says for any two numbers', () => {
    const signs = {
      '>=': (a: number, b: number) => a >= b,
      '<=': (a: number, b: number) => a <= b,
      '>': (a: number, b: number) => a > b,
      '<': (a: number, b: number) => a < b,
    }
    fc.assert(
      fc.property(
        fc.constantFrom(...(Object.keys(signs) as (keyof typeof signs)[])),
        fc.integer({ min: -5, max: 5 }),
        fc.integer({ min: -5, max: 5 }),
        (sign, a, b) => {
          expect(compareNumber(sign, b)(a)).toBe(signs[sign](a, b))
        },
      ),
    )
  })
})

describe('all of several conditions', () => {
  const constant = (truth: Truth): Condition => ({ facts: [], test: () => truth })
  const truths = fc.array(fc.constantFrom<Truth>(true, false, 'unknown'), { maxLength: 6 })

  it('are false when one is false, undecided when none is and one could not be read, true otherwise', () => {
    fc.assert(
      fc.property(truths, (list) => {
        const expected = list.includes(false) ? false : list.includes('unknown') ? 'unknown' : true
        expect(allOf(list.map(constant)).test(facts({}))).toBe(expected)
      }),
    )
  })

  it('do not depend on their order', () => {
    fc.assert(
      fc.property(
        truths.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
        ([list, shuffled]) => {
          expect(allOf(list.map(constant)).test(facts({}))).toBe(allOf(shuffled.map(constant)).test(facts({})))
        },
      ),
    )
  })

  it('only ever become decided by learning more: an unknown turned true or false never flips a decision', () => {
    fc.assert(
      fc.property(truths, fc.nat(5), fc.boolean(), (list, index, learned) => {
        const before = allOf(list.map(constant)).test(facts({}))
        const after = allOf(list.map((truth, place) => constant(place === index && truth === 'unknown' ? learned : truth))).test(facts({}))
        expect(before === 'unknown' || after === before).toBe(true)
      }),
    )
  })

  it('name each fact once', () => {
    const both = allOf([parseWhen('topic', 'billing'), parseWhen('account.arr', '> 1'), parseWhen('topic', 'not general')])
    expect(both.facts).toEqual(['topic', 'account.arr'])
  })
})

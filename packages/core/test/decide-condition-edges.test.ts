import { describe, expect, it } from 'vitest'
import { parseExpression, parseWhen } from '../src/index.ts'
import { facts, unread } from './support/facts.ts'

describe('conditions', () => {
  it('"not TAG" is refused or right for tags', () => {
    let fits: unknown = 'refused'
    try {
      fits = parseWhen('account.tags', 'not VIP').test(facts({ 'account.tags': ['VIP'] }))
    } catch {
      /* refused */
    }
    expect(['refused', false]).toContain(fits)
  })
  it('a list of tags is refused or right', () => {
    let fits: unknown = 'refused'
    try {
      fits = parseWhen('account.tags', ['VIP', 'Gold']).test(facts({ 'account.tags': ['VIP'] }))
    } catch {
      /* refused */
    }
    expect(['refused', true]).toContain(fits)
  })
  it.each(['>= 100k', '>= 100,000', '!= SMB', '== 5', '>100000.'])('a broken comparison is refused: %s', (text) => {
    expect(() => parseWhen('account.arr', text)).toThrow(/compar|number/)
  })
  it.each([
    ['not SMB', 'Enterprise'],
    ['>= 5', 'x'],
  ])('words of a list that are no words are refused: %s', (text) => {
    expect(() => parseWhen('account.segment', [text])).toThrow('cannot stand in a list')
  })
  it.each(['!has(account.arr)', 'has(account.arr)'])('%s is refused, or undecided for what could not be read', (text) => {
    let truth: unknown = 'refused'
    try {
      truth = parseExpression(text).test(facts({ 'account.arr': unread }))
    } catch {
      /* refused */
    }
    expect(['refused', 'unknown']).toContain(truth)
  })
  it('account["segment"] is refused or right', () => {
    let fits: unknown = 'refused'
    try {
      fits = parseExpression('account["segment"] == "Enterprise"').test(facts({ 'account.segment': 'Enterprise' }))
    } catch {
      /* refused */
    }
    expect(['refused', true]).toContain(fits)
  })
})

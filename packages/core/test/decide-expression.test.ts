import { describe, expect, it } from 'vitest'
import { parseExpression } from '../src/index.ts'
import { ask } from './support/ask.ts'
import { accounts, down } from './support/company.ts'
import { facts, unread } from './support/facts.ts'
import { northwindRouting } from './support/northwind.ts'
import { rule, step } from './support/rule.ts'

const holds = (text: string, known: Parameters<typeof facts>[0] = {}) => parseExpression(text).test(facts(known))
const large = { 'account.arr': 300_000, 'account.country': 'DE', 'account.tags': ['VIP'], topic: 'billing' }

describe('an expression', () => {
  it.each([
    ['account.arr >= 250000.0 && account.country in ["DE", "AT", "CH"]', true],
    ['account.arr >= 250000.0 && account.country in ["FR"]', false],
    ['"VIP" in account.tags', true],
    ['account.tags.exists(tag, tag.startsWith("VI"))', true],
    ['size(account.tags) > 1', false],
    ['topic == "billing" || topic == "commercial"', true],
    ['!(topic == "billing")', false],
    ['account.country == "DE" ? account.arr > 1.0 : false', true],
  ])('is decided by what is known: %s', (text, isIt) => {
    expect(holds(text, large)).toBe(isIt)
  })

  it('names the facts it needs', () => {
    expect(parseExpression('account.arr > 1.0 && (topic == "billing" || language == "de")').facts).toEqual([
      'account.arr',
      'topic',
      'language',
    ])
    expect(parseExpression('true').facts).toEqual([])
  })

  it('is undecided where a fact that matters could not be read', () => {
    expect(holds('account.arr < 100000.0', { 'account.arr': unread })).toBe('unknown')
    expect(holds('account.arr < 100000.0 && topic == "billing"', { 'account.arr': unread, topic: 'billing' })).toBe('unknown')
    expect(holds('!("VIP" in account.tags)', { 'account.tags': unread })).toBe('unknown')
    expect(holds('account.arr < 1.0 ? true : true', { 'account.arr': unread })).toBe('unknown')
  })

  it('is decided where a fact that could not be read does not matter', () => {
    expect(holds('account.arr < 1.0 && topic == "billing"', { 'account.arr': unread, topic: 'general' })).toBe(false)
    expect(holds('account.arr < 1.0 || topic == "billing"', { 'account.arr': unread, topic: 'billing' })).toBe(true)
    expect(holds('topic == "billing" || account.arr < 1.0', { 'account.arr': unread, topic: 'billing' })).toBe(true)
  })

  it('is false where a fact it needs is not there', () => {
    expect(holds('account.arr < 100000.0')).toBe(false)
    expect(holds('language == "de"')).toBe(false)
    expect(holds('account.arr < 100000.0 || topic == "billing"', { topic: 'billing' })).toBe(true)
  })

  it.each([
    ['account.segmant == "SMB"', 'segmant'],
    ['account.segment == 5', 'overload'],
    ['account.arr', 'gives a double'],
    ['"yes"', 'gives a string'],
    ['account.name.matches("(a+)+$")', '"matches" is not allowed'],
    ['matches(account.name, "(a+)+$")', 'matches'],
    ['account.tags.all(x, account.tags.exists(y, x == y))', 'inside another list function'],
    ['account.tags.map(x, account.tags.filter(y, x == y)).size() > 0', 'inside another list function'],
    ['topic ==', ''],
    ['now() > 1', ''],
  ])('that is wrong is refused when it is read: %s', (text, reason) => {
    expect(() => parseExpression(text)).toThrow(reason)
  })

  it.each([`${'('.repeat(60)}true${')'.repeat(60)}`, Array.from({ length: 400 }, () => 'topic == "a"').join(' || ')])(
    'that is too large is refused when it is read',
    (text) => expect(() => parseExpression(text)).toThrow(Error),
  )
})

describe('a rule with an expression', () => {
  const policy = northwindRouting({
    rules: [
      {
        ...rule('large', {}, []),
        when: parseExpression('account.arr >= 250000.0'),
        sendTo: [step('person maria.ortiz@northwind.example')],
      },
      rule('everyone-else', {}, ['duty support-manager']),
    ],
  })

  it('fits, does not fit, or is named as undecided', () => {
    expect(ask({ accountId: accounts.acme }, {}, { policy }).decided.rule).toBe('large')
    expect(ask({ accountId: accounts.ferro }, {}, { policy }).decided.rule).toBe('everyone-else')
    const blind = ask({ accountId: accounts.acme }, { gainsight: down }, { policy })
    expect(blind).toMatchObject({ status: 'degraded', decided: { rule: 'everyone-else' }, body: { undecided_rules: ['large'] } })
  })
})

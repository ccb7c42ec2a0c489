import { describe, expect, test } from 'vitest'
import { loadWith } from './support/load.ts'

const when = (condition: string) => loadWith([['routing.yaml', '{ account.segment: Gold }', condition]])
const expression = (text: string) => loadWith([['routing.yaml', 'when: { account.segment: Gold }', `if: '${text}'`]])

describe('a rule nobody can reach is an error', () => {
  const before = (rule: string) => loadWith([['routing.yaml', '  - id: gold', `${rule}\n  - id: gold`]])

  test.each([
    ['behind one that takes everything', '  - { id: first, label: All, send_to: [pool desk] }', ['gold', 'rest']],
    ['behind one with no condition in its block', '  - { id: first, label: All, when: {}, send_to: [pool desk] }', ['gold', 'rest']],
    [
      'behind one with the same condition',
      '  - { id: first, label: Gold, when: { account.segment: gold }, send_to: [pool desk] }',
      ['gold'],
    ],
    [
      'behind one that takes more words',
      '  - { id: first, label: Both, when: { account.segment: [Silver, Gold] }, send_to: [pool desk] }',
      ['gold'],
    ],
  ])('%s', async (_title, rule, unreachable) => {
    const { errors } = await before(rule)
    expect(errors.map(({ what }) => /rule "(\w+)" can never be reached: "first"/.exec(what)?.[1])).toEqual(unreachable)
    expect(errors[0]).toMatchObject({ where: 'rules[1].id', line: 5, hint: 'move it up, or remove it' })
  })

  test.each([
    ['another fact', '  - { id: first, label: A, when: { topic: billing }, send_to: [pool desk] }'],
    ['a narrower condition', '  - { id: first, label: A, when: { account.segment: Gold, topic: billing }, send_to: [pool desk] }'],
    ['another word', '  - { id: first, label: A, when: { account.segment: Silver }, send_to: [pool desk] }'],
    ['an expression of its own', `  - { id: first, label: A, if: 'account.arr > 5.0', send_to: [pool desk] }`],
  ])('but not behind one with %s', async (_title, rule) => {
    expect((await before(rule)).errors).toEqual([])
  })
})

describe('a condition that could never be true is an error', () => {
  test.each([
    ['a number asked of a word', '{ account.lifecycle: ">= 5" }', /not a number/],
    ['"has" asked of a word', '{ account.lifecycle: has Adoption }', /not a list/],
    ['a list asked as a word', '{ account.tags: VIP }', /write "has VIP"/],
    ['several tags without "has"', '{ account.tags: [VIP, Board] }', /./],
    ['"not" within a list of words', '{ account.segment: [not Silver] }', /./],
    ['a comparison within a list', '{ account.arr: [">= 5"] }', /./],
    ['a word asked of a number', '{ account.arr: Gold }', /./],
    ['a country by its name', '{ account.country: Germany }', /./],
  ])('%s', async (_title, condition, what) => {
    const { errors, config } = await when(condition)
    expect(config).toBeUndefined()
    expect(errors).toHaveLength(1)
    expect(errors[0]?.where).toMatch(/^rules\[0\]\.when\.account\.\w+/)
    expect(errors[0]?.what).toMatch(what)
  })

  test.each([
    ['{ account.segment: not Silver }'],
    ['{ account.segment: [Gold, Silver] }'],
    ['{ account.tags: has VIP }'],
    ['{ account.arr: ">= 100_000" }'],
    ['{ account.country: DE, topic: billing }'],
    ['{ account.status: churned, audience: [customer, service] }'],
  ])('%s is fine', async (condition) => {
    expect((await when(condition)).errors).toEqual([])
  })
})

describe('an expression in CEL', () => {
  test.each([
    ['a regular expression', 'account.name.matches("^A+$")', /"matches" is not allowed here/],
    ['a regular expression as a function', 'matches(account.name, "^A+$")', /./],
    ['a list function within another', 'account.tags.exists(t, account.tags.exists(u, u == t))', /inside another list function/],
    ['a fact nobody knows', 'account.size > 5.0', /size/],
    ['a variable nobody knows', 'customer.arr > 5.0', /customer/],
    ['another type than true or false', 'account.name', /gives a string, not true or false/],
    ['types that cannot be compared', 'account.name > 5.0', /./],
    ['a question whether a fact is there', 'has(account.segment)', /"has" is not needed/],
    ['half an expression', 'account.arr >=', /./],
    ['a fact in brackets, which would never be read', 'account["arr"] >= 5.0', /./],
  ])('%s is refused at its place', async (_title, text, what) => {
    const { errors, config } = await expression(text)
    expect(config).toBeUndefined()
    expect(errors).toMatchObject([{ file: 'routing.yaml', line: 6, column: 9, where: 'rules[0].if' }])
    expect(errors[0]?.what).toMatch(what)
  })

  test('five hundred characters are enough', async () => {
    const { errors } = await expression(`topic == "billing"${' || topic == "billing"'.repeat(40)}`)
    expect(errors).toMatchObject([{ where: 'rules[0].if' }])
  })

  test.each([
    ['account.arr >= 250000.0 && account.country in ["DE", "AT"]'],
    ['account.tags.exists(t, t == "VIP")'],
    ['topic == "billing" || language.startsWith("de")'],
  ])('%s is fine', async (text) => {
    expect((await expression(text)).errors).toEqual([])
  })
})

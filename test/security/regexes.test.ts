import { parseSync, Visitor } from 'oxc-parser'
import { checkSync } from 'recheck'
import { describe, expect, test } from 'vitest'
import { members, sourcesIn, textOf } from '../architecture/support/files.ts'

/** Every regular expression that is written in a text of ours, as `/source/flags`. */
function regexesIn(file: string): string[] {
  const found: string[] = []
  new Visitor({
    Literal(node) {
      if ('regex' in node) found.push(`/${node.regex.pattern}/${node.regex.flags}`)
    },
  }).visit(parseSync(file, textOf(file)).program)
  return found
}

const all = [...new Set(members.flatMap((member) => sourcesIn(`${member}/src`)).flatMap(regexesIn))]

/** What recheck finds of one: `safe`, or how long it can take. */
function verdictOf(regex: string): string {
  const end = regex.lastIndexOf('/')
  const verdict = checkSync(regex.slice(1, end), regex.slice(end + 1), { timeout: 20_000 })
  return verdict.status === 'vulnerable' ? `vulnerable: ${verdict.complexity.summary} with ${verdict.attack.pattern}` : verdict.status
}

describe('a regular expression that hostile text could hold up', () => {
  test('is found where there is one', () => {
    expect(all.length).toBeGreaterThan(100)
    expect(verdictOf(String.raw`/^(a+)+$/`)).toMatch(/^vulnerable: exponential/)
    expect(verdictOf(String.raw`/\/+$/`)).toMatch(/^vulnerable: 2nd degree polynomial/)
  })

  test.each(all)('is not %s', (regex) => {
    expect(verdictOf(regex)).toBe('safe')
  })
})

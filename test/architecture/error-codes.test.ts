import { describe, expect, test } from 'vitest'
import { errorCodes } from '@cx-concierge/contract'
import { members, sourcesIn, textOf } from './support/files.ts'

const page = textOf('packages/contract/ERRORS.md')
const sections = new Map(
  page
    .split(/^## /m)
    .slice(1)
    .map((section) => [section.split('\n')[0]?.trim() ?? '', section.split('\n').slice(1).join('\n').trim()]),
)

describe('every error code is explained', () => {
  test('each code has a heading and each heading is a code, in the same order', () => {
    expect([...sections.keys()]).toEqual(Object.keys(errorCodes))
  })

  test.each(Object.keys(errorCodes))('%s says what happened and what to do', (code) => {
    const text = sections.get(code) ?? ''
    expect(text).toMatch(/What to do:/)
    expect(text.length).toBeGreaterThan(120)
    expect(text.length).toBeLessThan(900)
  })

  test('every code is raised somewhere', () => {
    const code = members
      .filter((member) => member !== 'packages/contract')
      .flatMap((member) => sourcesIn(`${member}/src`))
      .map(textOf)
      .join('\n')
    expect(Object.keys(errorCodes).filter((name) => !code.includes(`'${name}'`))).toEqual([])
  })

  test('nobody raises a code that is not listed', () => {
    const raised = members
      .flatMap((member) => sourcesIn(`${member}/src`))
      .flatMap((file) => [...textOf(file).matchAll(/new ConciergeError\(\s*'([A-Z_]+)'/g)].map(([, code = '']) => code))
    expect(raised.filter((code) => !(code in errorCodes))).toEqual([])
  })
})

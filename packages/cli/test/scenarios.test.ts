import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { concierge } from './support/concierge.ts'
import { conciergeHere } from './support/concierge-here.ts'
import { emptyFolder } from './support/config-copy.ts'

const longestMs = 60_000
const file = 'test/scenarios/northwind.json'
const full = fileURLToPath(new URL(`../../../${file}`, import.meta.url))
const company = fileURLToPath(new URL('../../sandbox/data/northwind.json', import.meta.url))

interface Scenarios {
  format: string
  base: string
  scenarios: { id: string; expect: Record<string, unknown> }[]
}

/** The repository's scenarios with something changed, in a folder of their own. */
async function changed(folder: string, change: (scenarios: Scenarios) => void): Promise<string> {
  const scenarios = JSON.parse(await readFile(full, 'utf8')) as Scenarios
  scenarios.base = company
  change(scenarios)
  const path = join(folder, 'scenarios.json')
  await writeFile(path, JSON.stringify(scenarios))
  return path
}

describe('concierge scenarios', () => {
  test('plays every scenario of this repository, and all of them pass', { timeout: longestMs }, async () => {
    const { code, stdout, stderr } = await concierge(['scenarios', file], {}, longestMs)
    const { scenarios } = JSON.parse(await readFile(full, 'utf8')) as Scenarios
    expect({ code, stderr, failed: stdout.match(/^✗.*/gm) }).toEqual({ code: 0, stderr: '', failed: null })
    expect(stdout).toContain(`${scenarios.length} passed, 0 failed`)
    for (const { id } of scenarios) expect(stdout).toContain(`✓ ${id} `)
  })

  test('shows what differs, and ends with 1', async () => {
    await using folder = await emptyFolder()
    const path = await changed(folder.path, ({ scenarios }) => {
      const [first] = scenarios
      if (first) first.expect = { ...first.expect, contact: { name: 'Somebody Else' }, decision: { rule: 'vip' }, never_says: ['Sarah'] }
    })
    const { code, stdout } = await conciergeHere(['scenarios', path, '--only', 'S01'])
    expect(code).toBe(1)
    expect(stdout).toContain('✗ S01 ')
    expect(stdout).toContain('    contact.name\n      expected Somebody Else\n      got      Sarah Jenkins')
    expect(stdout).toContain('    decision.rule\n      expected vip\n      got      enterprise')
    expect(stdout).toContain('never to say "Sarah"')
    expect(stdout).toContain('0 passed, 1 failed')
  })

  test('tells the same to machines', async () => {
    const { code, stdout } = await conciergeHere(['scenarios', file, '--only', 'S01', '--json'])
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject([{ file, id: 'S01', passed: true, differences: [], reply: { structured: { status: 'ok' } } }])
  })

  test.each([
    ['a scenario that does not exist', ['scenarios', file, '--only', 'S999'], /S999|0 passed/],
    ['a file that does not exist', ['scenarios', 'no-such-file.json'], /no-such-file\.json cannot be read as JSON/],
    ['a file of another kind', ['scenarios', 'package.json'], /package\.json is not a scenario file/],
  ])('ends with 1 for %s', async (_what, args, words) => {
    const { code, stdout, stderr } = await conciergeHere(args)
    expect(code).toBe(1)
    expect(stdout + stderr).toMatch(words)
  })

  test('refuses a key nobody knows, which would otherwise be a promise nobody checks', async () => {
    await using folder = await emptyFolder()
    const path = await changed(folder.path, ({ scenarios }) => {
      const [first] = scenarios
      if (first) Object.assign(first, { expects: {} })
    })
    const { code, stderr } = await conciergeHere(['scenarios', path])
    expect(code).toBe(1)
    expect(stderr).toContain('expects')
  })
})

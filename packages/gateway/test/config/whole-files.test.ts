import { describe, expect, test } from 'vitest'
import { loadTexts, loadWith } from './support/load.ts'
import { soundFiles } from './support/company.ts'

describe('every fault is told at once', () => {
  test('of all four files, in the order of files and lines', async () => {
    const { faults, marks, config } = await loadWith([
      ['connectors.yaml', 'timeout: 500ms', 'timeout: ¶soon'],
      ['people.yaml', 'Mon-Fri 09:00-17:00', '¶never'],
      ['people.yaml', 'show: team', 'show: ¶teem'],
      ['routing.yaml', 'pool crew', '¶pool crow'],
      ['routing.yaml', 'crm owner', '¶crm boss'],
      ['access.yaml', '[desk.acme.example]', '[¶"https://desk.acme.example"]'],
    ])
    expect(config).toBeUndefined()
    expect(faults.map(({ file, line, column }) => ({ file, line, column }))).toEqual(marks)
  })

  test('also when a file is missing', async () => {
    const { 'access.yaml': _access, 'people.yaml': _people, ...rest } = soundFiles
    const { errors, config } = await loadTexts({
      ...rest,
      'routing.yaml': rest['routing.yaml'].replace('label: Everybody else', 'lable: Everybody else'),
    })
    expect(config).toBeUndefined()
    expect(errors.filter(({ where }) => where === 'the file').map(({ file }) => file)).toEqual(['people.yaml', 'access.yaml'])
    expect(errors.map(({ where }) => where)).toContain('rules[1].lable')
  })

  test('a fault inside one connection does not make the files that use it wrong', async () => {
    const { errors } = await loadWith([['connectors.yaml', 'timeout: 500ms', 'timeout: soon']])
    expect(errors.map(({ where }) => where)).toEqual(['connectors.crm.timeout'])
  })

  test('a connector that is not installed is one fault, not one for every mention', async () => {
    const { errors } = await loadWith([['connectors.yaml', 'use: crm', 'use: crn']])
    expect(errors.map(({ where, what }) => [where, what])).toEqual([['connectors.crm.use', 'there is no connector "crn"']])
  })
})

describe('the text of a file', () => {
  test.each([
    [
      'a key that is there twice',
      soundFiles['routing.yaml'].replace('last_resort: pool desk', 'last_resort: pool desk\n¶last_resort: pool crew'),
      /unique/,
    ],
    ['a tab', soundFiles['routing.yaml'].replace('change: {', 'change: {\n\t¶id: x,'), /./],
    ['a bracket that is not closed', soundFiles['routing.yaml'].replace('[role owner, pool crew]', '[role owner, pool crew'), /./],
    ['two documents', `${soundFiles['routing.yaml']}---\nversion: 1\n`, /./],
  ])('%s is a fault with its place', async (_title, text, what) => {
    const { errors, config, marks } = await loadTexts({ ...soundFiles, 'routing.yaml': text })
    expect(config).toBeUndefined()
    expect(errors.filter(({ file }) => file !== 'routing.yaml')).toEqual([])
    expect(errors[0]?.what).toMatch(what)
    expect(errors[0]).toMatchObject(marks[0] ?? {})
  })

  test.each([
    ['nothing', ''],
    ['a comment', '# nothing yet\n'],
    ['a list', '- version: 1\n'],
    ['a word', 'version\n'],
  ])('%s instead of keys is told in words that fit', async (_title, text) => {
    const { errors, config } = await loadTexts({ ...soundFiles, 'routing.yaml': text })
    expect(config).toBeUndefined()
    expect(errors).toMatchObject([{ file: 'routing.yaml', line: 1, where: 'the file' }])
    expect(errors[0]?.what).not.toMatch(/^a block of keys is not a block of keys/)
  })

  test('aliases that would grow without end are a fault, not a crash', async () => {
    const bomb = [
      'a: &a [x, x, x, x, x, x, x, x, x]',
      ...'bcdefgh'.split('').map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[index]}`).join(', ')}]`),
    ]
    const { errors, config } = await loadTexts({ ...soundFiles, 'routing.yaml': bomb.join('\n') })
    expect(config).toBeUndefined()
    expect(errors).toMatchObject([{ file: 'routing.yaml' }])
  })

  test('a key called __proto__ is a key nobody knows', async () => {
    const { errors } = await loadWith([['routing.yaml', 'rules:', '__proto__: { polluted: true }\nrules:']])
    expect(errors).toMatchObject([{ what: '"__proto__" is not a key here' }])
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
  })

  test('other line ends and a byte order mark change nothing', async () => {
    const { faults, config } = await loadTexts({
      ...soundFiles,
      'people.yaml': `\uFEFF${soundFiles['people.yaml'].replaceAll('\n', '\r\n')}`,
    })
    expect(faults).toEqual([])
    expect(config?.policy.pools.size).toBe(2)
  })

  test('each change of a text changes the fingerprint', async () => {
    const fingerprints = await Promise.all([loadWith([]), loadWith([]), loadWith([['people.yaml', 'name: Ann,', 'name: Anna,']])])
    const [one, same, other] = fingerprints.map(({ config }) => config?.fingerprint)
    expect(one).toMatch(/^[0-9a-f]{64}$/)
    expect(same).toBe(one)
    expect(other).not.toBe(one)
  })
})

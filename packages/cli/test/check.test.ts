import { describe, expect, test } from 'vitest'
import { concierge } from './support/concierge.ts'
import { conciergeHere } from './support/concierge-here.ts'
import { configWith, emptyFolder } from './support/config-copy.ts'

describe('concierge check', () => {
  test('ends with 0 for the files in this repository, on a machine without secrets', async () => {
    const { code, stdout, stderr } = await concierge(['check'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain(
      'connectors.yaml:15:20 warning connectors.salesforce.settings.sign_in.client_id: the environment variable SALESFORCE_CLIENT_ID is not set',
    )
    expect(stdout).toMatch(/config: 0 errors, 8 warnings; 8 rules over 4 systems are ready/)
    expect(stdout).not.toContain('\u001B')
  })

  test('counts missing secrets as errors when asked to', async () => {
    const { code, stdout } = await conciergeHere(['check', '--secrets'])
    expect(code).toBe(1)
    expect(stdout).toMatch(/config: 7 errors, 1 warning$/m)
  })

  test('tells every fault of all files at once, place first, with what to do', async () => {
    await using folder = await configWith([
      ['routing.yaml', 'pool winback', 'pool winbak'],
      ['people.yaml', 'show: team\n', 'show: teem\n'],
      ['access.yaml', 'served_as:', 'served:'],
    ])
    const { code, stdout } = await conciergeHere(['check', folder.path])
    expect(code).toBe(1)
    expect(stdout).toMatch(/^people\.yaml:\d+:\d+ error pools\.smb-success\.show: "teem" is not possible here\n {4}did you mean "team"\?$/m)
    expect(stdout).toMatch(/^routing\.yaml:17:15 error rules\[0\]\.send_to\[0\]: there is no pool "winbak"\n {4}did you mean "winback"\?$/m)
    expect(stdout).toMatch(/^access\.yaml:\d+:1 error served: "served" is not a key here$/m)
    expect(stdout).toMatch(/: 4 errors, \d+ warnings$/m)
  })

  test('tells the same to machines', async () => {
    await using folder = await configWith([['routing.yaml', 'pool winback', 'pool winbak']])
    const { code, stdout } = await conciergeHere(['check', folder.path, '--json'])
    expect(code).toBe(1)
    const { ok, faults } = JSON.parse(stdout) as { ok: boolean; faults: { severity: string }[] }
    expect(ok).toBe(false)
    expect(faults.filter(({ severity }) => severity === 'error')).toEqual([
      {
        severity: 'error',
        file: 'routing.yaml',
        line: 17,
        column: 15,
        where: 'rules[0].send_to[0]',
        what: 'there is no pool "winbak"',
        hint: 'did you mean "winback"?',
      },
    ])
  })

  test('says which files are missing from a folder', async () => {
    await using folder = await emptyFolder()
    const { code, stdout } = await conciergeHere(['check', folder.path])
    expect(code).toBe(1)
    expect(stdout.match(/cannot be read in/g)).toHaveLength(4)
  })

  test('never shows a secret', async () => {
    await using folder = await configWith([['connectors.yaml', 'flow: jwt', 'flow: "${env:PLANTED}"']])
    const { code, stdout, stderr } = await conciergeHere(['check', folder.path], {
      PLANTED: 'planted-secret',
      GAINSIGHT_ACCESS_KEY: 'planted-secret',
    })
    expect(code).toBe(1)
    expect(stdout + stderr).not.toContain('planted-secret')
  })

  test.each([
    [
      'in plain is a warning, with what to do',
      "'${env:GAINSIGHT_ACCESS_KEY}'",
      'planted-secret',
      /warning .*access_key: a secret stands here[^\n]*\n +put it into the environment/,
    ],
    ['of the wrong shape', "'${env:GAINSIGHT_ACCESS_KEY}'", '[planted-secret]', /error .*sign_in\.access_key: a list is not a string/],
    [
      'without a space',
      "access_key: '${env:GAINSIGHT_ACCESS_KEY}'",
      'access_key:planted-secret',
      /error .*"access_key…" is not a key here/,
    ],
    [
      'in place of a block',
      "{ access_key: '${env:GAINSIGHT_ACCESS_KEY}' }",
      'planted-secret',
      /error .*sign_in: what stands here is not a block of keys/,
    ],
    ['as an alias', "'${env:GAINSIGHT_ACCESS_KEY}'", '*planted-secret', /error the text: refers to an alias that is not there/],
    ['as the name of a variable', 'env:GAINSIGHT_ACCESS_KEY', 'env:planted-secret', /an environment variable is not set/],
  ])('a secret written %s is told and never shown', async (_how, from, to, told) => {
    await using folder = await configWith([['connectors.yaml', from, to]])
    const { stdout, stderr } = await conciergeHere(['check', folder.path])
    expect(stdout).toMatch(told)
    expect(stdout + stderr).not.toContain('planted-secret')
  })

  test('is not disturbed by an environment meant for other commands', async () => {
    const { code, stderr } = await conciergeHere(['check'], { PORT: 'tcp://10.0.0.1:8080' })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  })
})

describe('concierge schema', () => {
  test('writes a schema for each of the four files', async () => {
    await using folder = await emptyFolder()
    const { code, stdout } = await concierge(['schema', '--out', folder.path])
    expect(code).toBe(0)
    expect(
      stdout
        .trim()
        .split('\n')
        .map((line) => line.split('/').at(-1)),
    ).toEqual(['connectors.schema.json', 'people.schema.json', 'routing.schema.json', 'access.schema.json'])
  })
})

describe('help', () => {
  test.each([
    ['', ['start', 'ask', 'check', 'scenarios', 'schema']],
    ['start', ['--demo', '--port', '--host', '--config', '--data', 'Examples:']],
    ['ask', ['--url', '--as', '--explain', '--json', 'Examples:']],
    ['check', ['--json', '--secrets', 'Example:']],
    ['scenarios', ['--only', '--json', '--config', 'Examples:']],
    ['schema', ['--out', '--config']],
  ])('concierge %s --help', async (command, words) => {
    const { code, stdout } = await conciergeHere([...command.split(' ').filter(Boolean), '--help'])
    expect(code).toBe(0)
    for (const word of words) expect(stdout).toContain(word)
  })

  test('a command that does not exist is told, with what does', async () => {
    const { code, stderr } = await concierge(['chekc'])
    expect(code).toBe(1)
    expect(stderr).toMatch(/unknown command 'chekc'[\s\S]*check/)
  })
})

import { describe, expect, test } from 'vitest'
import { loadConnector } from '../../src/index.ts'
import { loadWith, type Edit } from './support/load.ts'

const url = '"https://crm.acme.example"'
const setUrl = (text: string, hosts?: string): Edit[] => [
  ['connectors.yaml', url, text],
  ...(hosts === undefined ? [] : [['access.yaml', '[crm.acme.example, "*.crm.example"]', hosts] as const]),
]
const noSecrets = {
  env: {},
  readFile: (): string => {
    throw new Error('no such file')
  },
}

describe('secrets', () => {
  test('a variable and a file are put in place of what refers to them', async () => {
    const byVariable = await loadWith([])
    expect(byVariable.config?.sources[0]?.settings).toMatchObject({ key: 'planted-secret-value' })
    const byFile = await loadWith([['connectors.yaml', '${env:CRM_KEY}', '${file:/run/secrets/crm}']])
    expect(byFile.config?.sources[0]?.settings).toMatchObject({ key: 'planted-secret-file' })
    const within = await loadWith([['connectors.yaml', '${env:CRM_KEY}', 'id:${env:CRM_KEY}:${env:CRM_KEY}']])
    expect(within.config?.sources[0]?.settings).toMatchObject({ key: 'id:planted-secret-value:planted-secret-value' })
  })

  test('a reference inside a secret is not followed', async () => {
    const { config } = await loadWith([], { secrets: { env: { CRM_KEY: '${env:OTHER} and more', OTHER: 'x' }, readFile: () => '' } })
    expect(config?.sources[0]?.settings).toMatchObject({ key: '${env:OTHER} and more' })
  })

  test.each([
    ['${env:CRM_KEY}', 'the environment variable CRM_KEY is not set'],
    ['${file:/run/secrets/crm}', 'the file /run/secrets/crm cannot be read or is empty'],
  ])('%s that leads nowhere is an error where the desk is to start, and a warning where its files are checked', async (reference, what) => {
    const edit: Edit = ['connectors.yaml', '"${env:CRM_KEY}"', `¶"${reference}"`]
    const starting = await loadWith([edit], { secrets: noSecrets })
    const fault = { ...starting.marks[0], where: 'connectors.crm.settings.key', what, hint: 'set it before starting the desk' }
    expect(starting.faults).toEqual([{ severity: 'error', ...fault }])
    expect(starting.config).toBeUndefined()
    const checking = await loadWith([edit], { secrets: noSecrets, missingSecrets: 'warning' })
    expect(checking.faults).toEqual([{ severity: 'warning', ...fault }])
    expect(checking.config).toBeDefined()
  })

  test('an empty secret is a missing one', async () => {
    const { errors } = await loadWith([], { secrets: { env: { CRM_KEY: '' }, readFile: () => '' } })
    expect(errors).toMatchObject([{ what: 'the environment variable CRM_KEY is not set' }])
  })

  test.each([
    ['a key that is too short', ['connectors.yaml', '${env:CRM_KEY}', '${env:SHORT}']],
    ['one of a few words', ['connectors.yaml', 'key:', 'mode: "${env:CRM_KEY}", key:']],
    ['an address', ['connectors.yaml', url, '"${env:CRM_KEY}"']],
    ['a number', ['connectors.yaml', 'key:', 'pages: "${env:CRM_KEY}", key:']],
    ['a way to sign in', ['connectors.yaml', 'key:', 'sign_in: { flow: "${env:CRM_KEY}" }, key:']],
  ] as const)('in the wrong place is never shown: %s', async (_title, edit) => {
    const { errors, faults } = await loadWith([edit], {
      secrets: { env: { CRM_KEY: 'planted-secret-value', SHORT: 'pl4nt3d' }, readFile: () => 'planted-secret-file' },
    })
    expect(errors.length).toBeGreaterThan(0)
    expect(JSON.stringify(faults)).not.toMatch(/planted|pl4nt3d/)
  })
})

describe('hosts', () => {
  test('a connector that would talk to a host access.yaml does not allow does not start', async () => {
    const { errors, config } = await loadWith(setUrl('"https://elsewhere.example"'))
    expect(config).toBeUndefined()
    expect(errors).toMatchObject([
      {
        file: 'connectors.yaml',
        line: 5,
        where: 'connectors.crm.settings',
        what: 'would talk to elsewhere.example, which is not among backend_hosts.crm of access.yaml',
        hint: 'if it is right, add elsewhere.example there',
      },
    ])
  })

  test.each([
    ['below a * of access.yaml', '"https://acme.crm.example"', undefined],
    ['far below it', '"https://eu.acme.crm.example"', undefined],
    ['with the same port', '"https://crm.acme.example:8443"', '["crm.acme.example:8443"]'],
  ])('a host %s is allowed', async (_title, text, hosts) => {
    expect((await loadWith(setUrl(text, hosts))).errors).toEqual([])
  })

  test.each([
    ['the name a * stands below', '"https://crm.example"'],
    ['a name that only ends alike', '"https://evilcrm.example"'],
    ['another port', '"https://crm.acme.example:8443"'],
  ])('%s is not', async (_title, text) => {
    expect((await loadWith(setUrl(text))).errors).toMatchObject([{ what: expect.stringContaining('would talk to') }])
  })
})

describe('private hosts', () => {
  const list = (entries: string): Edit => ['access.yaml', 'tokens:', `private_hosts: ${entries}\ntokens:`]

  test('are handed to the connector; there are none when none are listed', async () => {
    expect((await loadWith([])).config?.sources[0]?.privateHosts).toEqual([])
    const { config, errors } = await loadWith([list('[crm.acme.example, eu.crm.example, "*.eu.crm.example", "*.crm.example"]')])
    expect(errors).toEqual([])
    expect(config?.sources[0]?.privateHosts).toEqual(['crm.acme.example', 'eu.crm.example', '*.eu.crm.example', '*.crm.example'])
  })

  test.each(['elsewhere.example', 'acme.example', '"*.acme.example"', 'crm.example', 'evilcrm.example', '127.0.0.1'])(
    '%s, which no connector may talk to, is a fault in its place',
    async (entry) => {
      const { errors, marks } = await loadWith([list(`[crm.acme.example, ¶${entry}]`)])
      const what = `${entry.replaceAll('"', '')} is no host of backend_hosts, and none of an issuer’s`
      expect(errors).toEqual([expect.objectContaining({ ...marks[0], where: 'private_hosts[1]', what, hint: expect.any(String) })])
    },
  )

  test.each(['"crm.acme.example:8443"', '"https://crm.acme.example"', '"*"', '""'])('%s is not a name', async (entry) => {
    expect((await loadWith([list(`[${entry}]`)])).errors).toMatchObject([{ where: 'private_hosts[0]' }])
  })
})

describe('limits', () => {
  test('the file may only lower what the vendor allows', async () => {
    const { config } = await loadWith([])
    expect(config?.sources[0]?.limits).toMatchObject({
      timeoutMs: 500,
      quotas: [
        { calls: 50, perMs: 60_000 },
        { calls: 100, perMs: 60_000 },
      ],
    })
  })
})

test('pretend backends take the place of real ones, with hosts of their own', async () => {
  const { config, errors } = await loadWith([], {
    secrets: noSecrets,
    overrides: new Map([['crm', { settings: { url: 'http://127.0.0.1:4000', key: 'pretend-key' }, hosts: ['127.0.0.1:4000'] }]]),
  })
  expect(errors).toEqual([])
  expect(config?.sources[0]).toMatchObject({ settings: { url: 'http://127.0.0.1:4000', key: 'pretend-key' }, hosts: ['127.0.0.1:4000'] })
})

test('a package that is missing, or no connector of this contract, is refused by name', async () => {
  await expect(loadConnector('node:fs')).rejects.toMatchObject({
    code: 'CONNECTOR_UNKNOWN',
    message: '"node:fs" is not a connector for contract 1 of this gateway',
  })
  await expect(loadConnector('no-such-connector')).rejects.toMatchObject({
    code: 'CONNECTOR_UNKNOWN',
    message: 'there is no connector "no-such-connector" (package @cx-concierge/connector-no-such-connector)',
  })
})

import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { concierge } from './support/concierge.ts'
import { conciergeHere } from './support/concierge-here.ts'
import { configWith, emptyFolder } from './support/config-copy.ts'

async function setUp() {
  const data = await emptyFolder()
  const file = join(data.path, 'keys.json')
  const folder = await configWith([['access.yaml', '\ntokens:\n', `\ntokens:\n  api_keys: { file: ${file} }\n`]])
  const key = (...args: readonly string[]) => conciergeHere(['key', ...args, '--config', folder.path])
  return {
    file,
    folder,
    data,
    key,
    [Symbol.asyncDispose]: () => Promise.all([folder, data].map((one) => one[Symbol.asyncDispose]())).then(() => {}),
  }
}

const helpdesk = ['--subject', 'helpdesk', '--client', 'agent', '--audience', 'service', '--scopes', 'cx.route, cx.team.read']

test('a key is printed once, listed without its secret, and withdrawn', async () => {
  await using desk = await setUp()
  const made = await concierge(['key', 'new', ...helpdesk, '--accounts', '001A', '--expires', '2999-06-30', '--config', desk.folder.path])
  expect(made).toMatchObject({ code: 0, stdout: expect.stringMatching(/^cxk_[0-9a-f]{12}_[A-Za-z0-9_-]{43}\n$/) })
  const [, id = '', secret = ''] = /^cxk_(.{12})_(.{43})\n$/.exec(made.stdout) ?? []
  expect((await stat(desk.file)).mode & 0o777).toBe(0o600)
  expect(await readFile(desk.file, 'utf8')).not.toContain(secret)
  const listed = await desk.key('list')
  expect(listed.stdout).toBe(`${id}  service  helpdesk  agent  cx.route cx.team.read  accounts 001A  2999-06-30T00:00:00.000Z\n`)
  expect(JSON.parse((await desk.key('list', '--json')).stdout)).toMatchObject([
    { id, scopes: ['cx.route', 'cx.team.read'], accounts: ['001A'] },
  ])
  expect(await desk.key('revoke', id)).toMatchObject({ code: 0, stdout: `Key ${id} is withdrawn.\n` })
  expect((await desk.key('list')).stdout).toBe('')
})

test('what a key may do must be said, and said right', async () => {
  await using desk = await setUp()
  for (const [args, complaint] of [
    [['new'], /required option '--subject <name>' not specified/],
    [['new', ...helpdesk, '--audience', 'root'], /Allowed choices are customer, service, internal/],
    [['new', ...helpdesk, '--scopes', ' '], /name at least one/],
    [['new', ...helpdesk, '--expires', 'soon'], /write it like 2027-06-30/],
    [['new', ...helpdesk, '--expires', '2020-01-01'], /it is over already/],
    [['revoke', '000000000000'], /There is no key 000000000000|could not be used/],
  ] as const) {
    const ended = await desk.key(...args)
    expect([ended.code, ended.stdout]).toEqual([1, ''])
    expect(ended.stderr).toMatch(complaint)
  }
})

test('there are no keys where the configuration takes none', async () => {
  const ended = await concierge(['key', 'list'])
  expect(ended).toMatchObject({ code: 1, stdout: '' })
  expect(ended.stderr).toBe('CONFIG_INVALID: config/access.yaml takes no API keys: tokens.api_keys.file is missing.\n')
})

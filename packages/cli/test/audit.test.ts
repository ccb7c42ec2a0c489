import { copyFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { concierge, startDemo, type Ended, type RunningDemo } from './support/concierge.ts'
import { emptyFolder } from './support/config-copy.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const acme = '001NwAcmeRobot1IRA'
const jane = 'jane.doe@acme-robotics.example'

let demo: RunningDemo
const ask = (...args: readonly string[]): Promise<Ended> => concierge(['ask', ...args, '--url', demo.url])
const audit = (...args: readonly string[]): Promise<Ended> => concierge(['audit', ...args, '--data', demo.folder])
const linesOf = ({ stdout }: Ended): string[] => stdout.split('\n').filter((line) => line !== '')
const recordsOf = (ended: Ended): Record<string, unknown>[] => linesOf(ended).map((line) => JSON.parse(line) as Record<string, unknown>)

beforeAll(async () => {
  demo = await startDemo()
  await ask('get_escalation_contact', 'account_id=12345')
  await ask('get_escalation_contact', `email=${jane}`)
  await ask('get_account_team', 'account_id=FRNT-778')
})
afterAll(() => demo[Symbol.asyncDispose]())

describe('over the record of a running gateway', () => {
  test('search finds a customer by account, by number and by address', async () => {
    const ended = (found: Ended) => recordsOf(found).filter(({ outcome }) => outcome === 'answered')
    expect(ended(await audit('search', '--json', '--customer', acme))).toHaveLength(2)
    expect(ended(await audit('search', '--json', '--customer', '12345'))).toMatchObject([{ input: { account_id: '12345' } }])
    expect(ended(await audit('search', '--json', '--customer', jane.toUpperCase()))).toMatchObject([{ customer: `account:${acme}` }])
  })

  test('search tells people on one line each, and tool, outcome and time narrow it', async () => {
    const table = linesOf(await audit('search', '--tool', 'get_escalation_contact', '--outcome', 'answered', '--from', '1h'))
    expect(table[0]).toMatch(/^time \(UTC\) +tool +outcome +customer +result$/)
    expect(table.slice(1)).toHaveLength(2)
    expect(table[1]).toMatch(new RegExp(`^\\d{4}-\\S+Z +get_escalation_contact +answered +account:${acme} +ok -> role csm \\(.* ms\\)$`))
    expect(linesOf(await audit('search', '--json', '--to', '1h'))).toEqual([])
    expect(linesOf(await audit('search', '--json', '--unfinished'))).toEqual([])
  })

  test('export for OpenTelemetry says who called what, in the words of its conventions', async () => {
    const requests = recordsOf(await audit('export', '--format', 'otlp', '--outcome', 'answered')) as unknown as {
      resourceLogs: { scopeLogs: { logRecords: { attributes: { key: string; value: object }[]; traceId: string }[] }[] }[]
    }[]
    expect(requests).toHaveLength(3)
    const [log] = requests[0]?.resourceLogs[0]?.scopeLogs[0]?.logRecords ?? []
    expect(log).toMatchObject({
      timeUnixNano: expect.stringMatching(/^\d{19}$/),
      severityNumber: 9,
      body: { stringValue: 'ok -> role csm' },
      traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
    })
    const attributes = Object.fromEntries((log?.attributes ?? []).map(({ key, value }) => [key, Object.values(value)[0]]))
    expect(attributes).toMatchObject({
      'gen_ai.tool.name': 'get_escalation_contact',
      'mcp.method.name': 'tools/call',
      'enduser.id': 'demo-service',
      'concierge.customer': `account:${acme}`,
      'concierge.input.account_id': '12345',
    })
  })

  test('verify says that it is intact, and names the first record that is not', async () => {
    const intact = await audit('verify')
    expect([intact.code, intact.stdout]).toEqual([0, expect.stringMatching(/^Intact: \d+ records, \d+ per second, up to \d+\./)])
    await using folder = await emptyFolder()
    const copy = join(folder.path, 'copy.sqlite')
    await copyFile(join(demo.folder, 'checkpoint.pub'), join(folder.path, 'checkpoint.pub'))
    using database = new DatabaseSync(join(demo.folder, 'demo.sqlite'))
    database.exec(`VACUUM INTO '${copy}'`)
    using bent = new DatabaseSync(copy)
    bent.exec(`UPDATE audits SET record = replace(record, 'csm', 'cfo') WHERE seq = 2`)
    const found = await concierge(['audit', 'verify', '--data', copy])
    expect([found.code, found.stdout]).toEqual([1, expect.stringContaining('Not intact: record 2 is not what was written.')])
    expect(JSON.parse((await concierge(['audit', 'verify', '--data', copy, '--json'])).stdout)).toMatchObject({
      intact: false,
      firstBad: 2,
    })
  })

  test('forget asks first; then the customer is not found under any name, and the record is intact', async () => {
    const asked = await audit('forget', acme)
    expect(asked.stdout).toMatch(/^\d records are about this customer. Say --yes/)
    expect(linesOf(await audit('search', '--json', '--customer', acme)).length).toBeGreaterThan(0)
    expect((await audit('forget', acme, '--yes')).stdout).toMatch(/^Forgotten: \d pseudonyms, 2 decisions\.\n$/)
    for (const name of [acme, '12345', jane]) expect(linesOf(await audit('search', '--json', '--customer', name))).toEqual([])
    expect((await audit('export')).stdout).not.toContain(acme)
    expect((await audit('verify')).code).toBe(0)
    const again = await ask('get_escalation_contact', 'account_id=12345', '--explain')
    expect(again.stdout).toContain('Enterprise')
    expect((await audit('verify')).code).toBe(0)
  })
})

test('when the gateway has ended, verify holds the record against its signed checkpoints', async () => {
  await demo.end('SIGTERM')
  expect((await audit('verify')).stdout).toMatch(/\n\d+ checkpoints?, the newest at record \d+\./)
  const bent = join(demo.folder, 'bent.jsonl')
  await writeFile(bent, '{"seq":1,"link":"x","at":1,"keyId":"x","signature":"x"}\n')
  const found = await audit('verify', '--checkpoints', bent)
  expect([found.code, found.stdout]).toEqual([1, expect.stringContaining('Checkpoint line 1 bears no good signature.')])
  using database = new DatabaseSync(join(demo.folder, 'demo.sqlite'))
  database.exec('DELETE FROM audits WHERE seq = (SELECT max(seq) FROM audits)')
  const cut = await audit('verify')
  expect([cut.code, cut.stdout]).toEqual([1, expect.stringContaining('and all after it, which a checkpoint has seen, were cut off.')])
})

test.each(['search', 'export', 'verify', 'forget', 'cut'])('help for %s teaches by example', async (command) => {
  const { code, stdout } = await concierge(['audit', command, '--help'])
  expect(code).toBe(0)
  expect(stdout).toContain(`concierge audit ${command}`)
  expect(stdout).toContain('Example')
})

test('where there is no record, each says so and ends with 1', async () => {
  await using folder = await emptyFolder()
  const { code, stderr } = await concierge(['audit', 'search', '--data', folder.path])
  expect([code, stderr]).toEqual([1, expect.stringContaining('There is not a record in')])
})

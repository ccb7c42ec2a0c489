import { execFile } from 'node:child_process'
import { chmod, copyFile, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { concierge, startDemo, type Ended, type RunningDemo } from './support/concierge.ts'
import { conciergeHere } from './support/concierge-here.ts'
import { emptyFolder } from './support/config-copy.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const acme = '001NwAcmeRobot1IRA'
const jane = 'jane.doe@acme-robotics.example'

let demo: RunningDemo
const ask = (...args: readonly string[]): Promise<Ended> => conciergeHere(['ask', ...args, '--url', demo.url])
const audit = (...args: readonly string[]): Promise<Ended> => conciergeHere(['audit', ...args, '--data', demo.folder])
const auditProcess = (...args: readonly string[]): Promise<Ended> => concierge(['audit', ...args, '--data', demo.folder])
const linesOf = ({ stdout }: Ended): string[] => stdout.split('\n').filter((line) => line !== '')
const recordsOf = (ended: Ended): Record<string, unknown>[] => linesOf(ended).map((line) => JSON.parse(line) as Record<string, unknown>)

/** Copies the record, with the key that its checkpoints are held against, into a folder; the copy's path. */
async function copyRecord(folder: string): Promise<string> {
  const copy = join(folder, 'copy.sqlite')
  await copyFile(join(demo.folder, 'checkpoint.pub'), join(folder, 'checkpoint.pub'))
  using database = new DatabaseSync(join(demo.folder, 'demo.sqlite'))
  database.exec(`VACUUM INTO '${copy}'`)
  return copy
}

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
    expect(ended(await auditProcess('search', '--json', '--customer', acme))).toHaveLength(2)
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
    const requests = recordsOf(await auditProcess('export', '--format', 'otlp', '--outcome', 'answered')) as unknown as {
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
    const intact = await auditProcess('verify')
    expect([intact.code, intact.stdout]).toEqual([0, expect.stringMatching(/^Intact: \d+ records, \d+ per second, up to \d+\./)])
    await using folder = await emptyFolder()
    const copy = await copyRecord(folder.path)
    using bent = new DatabaseSync(copy)
    bent.exec(`UPDATE audits SET record = replace(record, 'csm', 'cfo') WHERE seq = 2`)
    const found = await conciergeHere(['audit', 'verify', '--data', copy])
    expect([found.code, found.stdout]).toEqual([1, expect.stringContaining('Not intact: record 2 is not what was written.')])
    expect(JSON.parse((await conciergeHere(['audit', 'verify', '--data', copy, '--json'])).stdout)).toMatchObject({
      intact: false,
      firstBad: 2,
    })
  })

  test('search and forget take the short spelling of an account’s id for the long one', async () => {
    const long = recordsOf(await audit('search', '--json', '--customer', acme))
    expect(recordsOf(await audit('search', '--json', '--customer', acme.slice(0, 15)))).toEqual(long)
    expect(long.length).toBeGreaterThan(0)
  })

  test.each(['search', 'export'])('a reader of %s that has seen enough ends it quietly', async (command) => {
    const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))
    const line = `"${process.execPath}" "${main}" audit ${command} --data "${demo.folder}" | head -1; echo "ended \${PIPESTATUS[0]}"`
    const { stdout, stderr } = await promisify(execFile)('bash', ['-c', line])
    expect(stdout.split('\n')).toEqual([expect.stringMatching(/^(time|\{)/), expect.stringMatching(/^ended (0|141)$/), ''])
    expect(stderr).toBe('')
  })

  test('a moment that is none is refused before anything is printed', async () => {
    const { code, stdout, stderr } = await audit('export', '--from', '5')
    expect([code, stdout, stderr]).toEqual([1, '', expect.stringMatching(/--from.*write a moment like 2026-11-20/)])
  })

  test('forget takes a customer or a caller, and not both', async () => {
    for (const args of [[], [acme, '--subject', 'demo-service']])
      expect(await audit('forget', ...args)).toMatchObject({
        code: 1,
        stderr: expect.stringMatching(/^INVALID_INPUT: Say whom to forget/) as string,
      })
  })

  test('who only asks what would be forgotten, searches or verifies changes no file', async () => {
    const state = async () =>
      await Promise.all(
        ['checkpoint.key', 'checkpoint.pub', 'hash.key', 'demo.sqlite'].map(async (name) => (await stat(join(demo.folder, name))).mtimeMs),
      )
    const before = await state()
    for (const args of [['search'], ['verify'], ['export'], ['forget', acme]]) expect((await audit(...args)).code).toBe(0)
    expect(await state()).toEqual(before)
  })

  test('a copy where nothing can be written is read by somebody who may only read', async () => {
    await using folder = await emptyFolder()
    const copy = await copyRecord(folder.path)
    {
      using kept = new DatabaseSync(copy)
      kept.exec('PRAGMA journal_mode = WAL')
    }
    for (const name of [copy, join(folder.path, 'checkpoint.pub')]) await chmod(name, 0o444)
    await chmod(folder.path, 0o555)
    // root may write anywhere, so somebody else reads
    const reader = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}
    const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))
    const { stdout } = await promisify(execFile)(process.execPath, [main, 'audit', 'verify', '--data', copy], { cwd: '/', ...reader })
    await chmod(folder.path, 0o755)
    expect(stdout).toMatch(/^Intact: \d+ records/)
    expect(await readdir(folder.path)).toEqual(['checkpoint.pub', 'copy.sqlite'])
  })

  test('forget asks first; then the customer is not found under any name, and the record is intact', async () => {
    const asked = await audit('forget', acme)
    expect(asked.stdout).toMatch(/^\d records are about this customer. Say --yes/)
    expect(linesOf(await audit('search', '--json', '--customer', acme)).length).toBeGreaterThan(0)
    expect((await auditProcess('forget', acme, '--yes')).stdout).toMatch(/^Forgotten: \d pseudonyms, 2 decisions\.\n$/)
    for (const name of [acme, '12345', jane]) expect(linesOf(await audit('search', '--json', '--customer', name))).toEqual([])
    expect((await audit('export')).stdout).not.toContain(acme)
    expect((await audit('verify')).code).toBe(0)
    const again = await ask('get_escalation_contact', 'account_id=12345', '--explain')
    expect(again.stdout).toContain('Enterprise')
    expect((await audit('verify')).code).toBe(0)
  })

  test('a caller is forgotten by the subject of their tokens', async () => {
    expect((await audit('forget', '--subject', 'demo-service')).stdout).toMatch(/^[1-9]\d* records are of this caller. Say --yes/)
    expect((await audit('forget', '--subject', 'demo-service', '--yes')).stdout).toMatch(/^Forgotten: 1 pseudonyms, 0 decisions\.\n$/)
    expect((await audit('export')).stdout).not.toContain('"subject":"demo-service"')
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
  const own = join(demo.folder, 'demo-checkpoints.jsonl')
  await writeFile(bent, (await readFile(own, 'utf8')) + '{"seq":1,')
  const cutShort = await audit('verify', '--checkpoints', bent)
  expect([cutShort.code, cutShort.stdout]).toEqual([0, expect.stringMatching(/^The last line of checkpoints is unfinished.*\nIntact: /)])
  using database = new DatabaseSync(join(demo.folder, 'demo.sqlite'))
  database.exec('DELETE FROM audits WHERE seq = (SELECT max(seq) FROM audits)')
  const cut = await audit('verify')
  expect([cut.code, cut.stdout]).toEqual([1, expect.stringContaining('and all after it, which a checkpoint has seen, were cut off.')])
})

test.each(['search', 'export', 'verify', 'forget', 'cut'])('help for %s teaches by example', async (command) => {
  const { code, stdout } = await conciergeHere(['audit', command, '--help'])
  expect(code).toBe(0)
  expect(stdout).toContain(`concierge audit ${command}`)
  expect(stdout).toContain('Example')
})

test('where there is no record, each says so and ends with 1', async () => {
  await using folder = await emptyFolder()
  const { code, stderr } = await conciergeHere(['audit', 'search', '--data', folder.path])
  expect([code, stderr]).toEqual([1, expect.stringContaining('There is not a record in')])
})

import { randomUUID } from 'node:crypto'
import { chmod, cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLog, dataMap } from '@cx-concierge/gateway'
import { Client } from 'pg'
import { afterAll, afterEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { openRecords } from '../../packages/gateway/src/open-records.ts'
import { checkRecords } from '../../packages/cli/src/doctor/check-records.ts'
import { recordDatabase } from '../../packages/cli/src/record-database.ts'
import { concierge, type Ended } from '../../packages/cli/test/support/concierge.ts'
import { databaseUrl, dropDatabase, lackingDatabase } from '../support/database-server.ts'
import { wayTo } from '../support/way.ts'
import { metricOf, metricsOf } from './support/metrics.ts'
import { call, contactOf, structured, type Answered } from './support/call.ts'
import { openStoryDesk, type StoryDesk, type StoryOptions } from './support/story-desk.ts'
import { platform } from './support/tokens.ts'

vi.setConfig({ testTimeout: 60_000 })

const lacking = await lackingDatabase()
const acme = '001NwAcmeRobot1IRA'
const schema = 'concierge'

const desks: StoryDesk[] = []
afterEach(async () => {
  for (const desk of desks.splice(0)) await desk[Symbol.asyncDispose]()
  if (lacking === undefined) await onDatabase((client) => client.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`))
})
afterAll(dropDatabase)

async function onDatabase<Result>(work: (client: Client) => Promise<Result>): Promise<Result> {
  const client = new Client(await databaseUrl())
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

async function deskWith(options: StoryOptions): Promise<StoryDesk> {
  const desk = await openStoryDesk(options)
  desks.push(desk)
  return desk
}

const ask = async (desk: StoryDesk, url: string, account = acme): Promise<Answered> =>
  await call(url, await desk.token(platform), 'get_escalation_contact', { account_id: account })

describe.skipIf(lacking !== undefined)('replicas over one database of records', () => {
  it('keep one record, which any of them explains and the command line proves', async () => {
    const desk = await deskWith({ databaseUrl: await databaseUrl(), now: Date.now })
    const other = await desk.another()
    const answer = await ask(desk, desk.url)
    await ask(desk, other.url, '001NwBirchBake2IBB')
    const explained = await call(other.url, await desk.token(platform), 'explain_routing', {
      decision_id: structured(answer)['decision_id'],
    })
    expect(explained.result?.isError).toBeUndefined()
    const env = { DATABASE_URL: await databaseUrl(), RECORD_KEYS: join(desk.folder, '../keys') }
    const audit = (...args: readonly string[]): Promise<Ended> => concierge(['audit', ...args, '--data', desk.folder], env, 30_000)
    expect(await audit('verify')).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Intact: \d+ records/) })
    const found = await audit('search', '--json', '--customer', acme)
    expect(found.stdout.trim().split('\n').length).toBeGreaterThanOrEqual(1)
    expect(await audit('forget', acme, '--yes')).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Forgotten: /) })
    expect((await audit('search', '--json', '--customer', acme)).stdout).toBe('')
    expect(await audit('verify')).toMatchObject({ code: 0 })
  })

  it('answer while the database is away, and it has every call afterwards, once', async () => {
    const way = await wayTo(await databaseUrl())
    const desk = await deskWith({ databaseUrl: way.url })
    await ask(desk, desk.url)
    way.cut()
    for (const account of ['001NwBirchBake2IBB', acme]) expect(contactOf(await ask(desk, desk.url, account))).toBeDefined()
    const ready = await fetch(new URL('/ready', desk.url))
    expect([ready.status, await ready.json()]).toMatchObject([200, { ready: true, parts: { store: 'degraded' } }])
    expect(await metricOf(desk.url, 'concierge_records_waiting')).toBeGreaterThan(0)
    const { store } = desk.gateway
    await expect(store.audits({ limit: 1 })).rejects.toMatchObject({ code: 'INTERNAL' })
    way.open()
    await expect.poll(() => metricOf(desk.url, 'concierge_records_waiting'), { timeout: 10_000 }).toBe(0)
    expect(await metricOf(desk.url, 'concierge_records_drained_total')).toBe(await metricOf(desk.url, 'concierge_records_spooled_total'))
    const audits = await store.audits({ limit: 100 })
    expect(new Set(audits.map(({ id }) => id)).size).toBe(3)
    expect(await store.verify()).toMatchObject({ intact: true })
  })

  it('have every column of it in the data map, and none that is not there', async () => {
    const desk = await deskWith({ databaseUrl: await databaseUrl() })
    const { rows } = await onDatabase((client) =>
      client.query<{ column: string }>(
        `SELECT table_name || '.' || column_name AS column FROM information_schema.columns WHERE table_schema = $1 AND table_name NOT LIKE 'kysely_%'`,
        [schema],
      ),
    )
    const { kept } = dataMap(desk.config, true)
    const named = kept.flatMap(({ record, part }) => (record.startsWith('table ') ? [`${record.slice(6)}.${part}`] : []))
    expect(named.toSorted()).toEqual(rows.map(({ column }) => column).toSorted())
    expect(kept.some(({ record }) => record === 'spool')).toBe(true)
    expect(dataMap(desk.config).kept.some(({ record }) => record === 'spool')).toBe(false)
  })

  it('are given their keys by a command, which leaves those alone that are there', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'cx-shared-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    const keys = join(folder, 'keys')
    for (let turn = 1; turn <= 2; turn += 1) expect(await concierge(['audit', 'keys', keys])).toMatchObject({ code: 0 })
    const before = await readFile(join(keys, 'hash.key'))
    expect(await readdir(keys)).toEqual(['checkpoint.key', 'checkpoint.pub', 'hash.key'])
    const clock = { now: Date.now, monotonic: () => performance.now() }
    const audit = { keep: { answered: 1, refused: 1, decisions: 1 }, when_it_cannot_be_written: 'refuse' as const }
    const places = ['a', 'b'].map((name) => join(folder, name, 'concierge.sqlite'))
    const database = { url: await databaseUrl(), keys }
    const opened = await Promise.all(places.map((storeFile) => openRecords({ storeFile, database, audit, clock, log: false })))
    expect(new Set(opened.map(({ hash }) => hash('jane@acme.example'))).size).toBe(1)
    for (const records of opened) await records.close()
    expect(await readFile(join(keys, 'hash.key'))).toEqual(before)
  })

  it('do not start with keys of their own', async () => {
    const desk = await deskWith({ databaseUrl: await databaseUrl() })
    await ask(desk, desk.url)
    const stranger = openStoryDesk({ databaseUrl: await databaseUrl() })
    await expect(stranger).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringMatching(/^checkpoint\.key is not the one/),
    })
  })

  it('say nothing of the password: not in the log, not in the metrics, not when they cannot start', async () => {
    const password = `hush-${randomUUID()}`
    const secret = Object.assign(new URL(await databaseUrl()), { password })
    const way = await wayTo(secret.href)
    const lines: string[] = []
    const desk = await deskWith({
      databaseUrl: way.url,
      log: createLog({ destination: { write: (line: string) => void lines.push(line) } }),
    })
    way.cut()
    await ask(desk, desk.url)
    await expect.poll(() => lines.join('')).toContain('the database of records is away')
    const numbers = await metricsOf(desk.url)
    expect(lines.join('') + numbers).not.toContain(password)
    const folder = await mkdtemp(join(tmpdir(), 'cx-shared-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    const started = await concierge(['audit', 'search', '--data', folder], { DATABASE_URL: way.url })
    expect(started).toMatchObject({ code: 1, stderr: expect.stringMatching(/^CONFIG_INVALID: The record store could not be opened/) })
    expect(started.stdout + started.stderr).not.toContain(password)
  })

  it('are looked at by the doctor', async () => {
    const desk = await deskWith({ databaseUrl: await databaseUrl() })
    await ask(desk, desk.url)
    const keys = join(desk.folder, '../keys')
    const look = async (url: string, folder = keys): Promise<string[]> => {
      const env = { DATABASE_URL: url, RECORD_KEYS: folder }
      const findings = await checkRecords({ data: desk.folder, checkpointsTo: undefined, userId: undefined, env })
      return findings.map(({ state, what }) => `${state}: ${what}`)
    }
    expect(await look(await databaseUrl())).toContainEqual(expect.stringMatching(/^good: \d+ records, intact/))
    const elsewhere = join(desk.folder, '../other-keys')
    await cp(keys, elsewhere, { recursive: true })
    await rm(join(elsewhere, 'hash.key'))
    expect(await look(await databaseUrl(), elsewhere)).toContainEqual(expect.stringMatching(/^bad: .*hash\.key cannot be read/))
    expect(await look('postgres://user:hush-hush@127.0.0.1:1/records')).toContain(
      'bad: The database that DATABASE_URL names does not answer.',
    )
    expect(JSON.stringify(await look('mysql://user:hush-hush@127.0.0.1'))).toMatch(/bad: DATABASE_URL is not an address(?!.*hush-hush)/)
  })
})

describe('the database of records', () => {
  it('is named by its address, or by a file that holds it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'cx-shared-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    const file = join(folder, 'database.url')
    await writeFile(file, 'postgres://db/records\n')
    await chmod(file, 0o600)
    expect(recordDatabase({})).toBeUndefined()
    expect(recordDatabase({ DATABASE_URL: 'postgres://db/records', RECORD_KEYS: '/keys' })).toEqual({
      url: 'postgres://db/records',
      keys: '/keys',
    })
    expect(recordDatabase({ DATABASE_URL_FILE: file })).toEqual({ url: 'postgres://db/records' })
    const invalid = expect.objectContaining({ code: 'CONFIG_INVALID' }) as unknown
    expect(() => recordDatabase({ DATABASE_URL_FILE: join(folder, 'nothing') })).toThrow(invalid)
    expect(() => recordDatabase({ DATABASE_URL: 'postgres://db/records', DATABASE_URL_FILE: file })).toThrow(invalid)
    await writeFile(file, '\n')
    expect(() => recordDatabase({ DATABASE_URL_FILE: file })).toThrow(invalid)
  })
})

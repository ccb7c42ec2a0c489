import { chmod, cp, mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, onTestFinished, test, vi } from 'vitest'
import { openSqliteStore, temporaryKey } from '../src/index.ts'
import { onEveryEngine } from './engines.ts'
import { noon, sampleAudit, sampleDecision } from './sample-records.ts'
import { openStore, temporaryFile } from './temporary-store.ts'
import { dayMs } from './written-record.ts'

vi.setConfig({ testTimeout: 60_000 })

/** A record that nobody has open, with its keys. */
async function closedRecord() {
  const [file, signingKey] = [await temporaryFile(), temporaryKey()]
  const store = await openSqliteStore({ file, signingKey })
  await store.record({ audit: sampleAudit(1), decision: sampleDecision() })
  await store.close()
  return { file, signingKey }
}

const stateOf = async (folder: string) =>
  await Promise.all((await readdir(folder)).toSorted().map(async (name) => [name, (await stat(join(folder, name))).mtimeMs] as const))

test('who only reads makes nothing and changes nothing', async () => {
  const { file, signingKey } = await closedRecord()
  const before = await stateOf(dirname(file))
  const store = await openSqliteStore({ file, signingKey, readOnly: true })
  expect(await store.audits({ limit: 10 })).toHaveLength(1)
  expect(await store.verify()).toMatchObject({ intact: true, lines: 1 })
  await expect(store.record({ audit: sampleAudit(2) })).rejects.toMatchObject({ code: 'RECORD_NOT_WRITTEN' })
  await expect(store.forget('account:001NwAcmeRobot1IRA', noon)).rejects.toMatchObject({ code: 'RECORD_NOT_WRITTEN' })
  expect(await store.probe()).toBe(false)
  await store.close()
  expect(await stateOf(dirname(file))).toEqual(before)
})

const isRoot = process.getuid?.() === 0

test.skipIf(isRoot)('a copy in a folder where nothing can be made is read all the same', async () => {
  const { file, signingKey } = await closedRecord()
  const folder = dirname(file)
  await chmod(folder, 0o500)
  onTestFinished(() => chmod(folder, 0o700))
  const store = await openStore({ file, signingKey, readOnly: true })
  expect(await store.verify()).toMatchObject({ intact: true, lines: 1 })
})

test('a file that is not there is not made', async () => {
  const file = await temporaryFile()
  await expect(openSqliteStore({ file, readOnly: true })).rejects.toMatchObject({ code: 'CONFIG_INVALID' })
  await expect(stat(dirname(file))).rejects.toMatchObject({ code: 'ENOENT' })
})

test.each([true, false])(
  'a database of something else is refused with a sentence that says so, and left as it is (read only: %s)',
  async (readOnly) => {
    const file = await temporaryFile()
    await mkdir(dirname(file))
    {
      using other = new DatabaseSync(file)
      other.exec('CREATE TABLE shopping (list); CREATE TABLE audits (seq)')
    }
    const refused = { code: 'CONFIG_INVALID', message: expect.stringMatching(/database of something else/) as string }
    await expect(openSqliteStore({ file, readOnly })).rejects.toMatchObject(refused)
    using other = new DatabaseSync(file, { readOnly: true })
    expect(other.prepare('SELECT count(*) AS parts FROM sqlite_master').get()).toEqual({ parts: 2 })
  },
)

test('a file that is no database at all is refused for reading too', async () => {
  const file = await temporaryFile()
  await mkdir(dirname(file))
  await writeFile(file, 'shopping list\n'.repeat(100))
  await expect(openSqliteStore({ file, readOnly: true })).rejects.toMatchObject({ code: 'CONFIG_INVALID' })
})

test('records of an older version are not brought up to date by who only reads', async () => {
  const { file } = await closedRecord()
  {
    using older = new DatabaseSync(file)
    older.exec(`DELETE FROM kysely_migration WHERE name > '0002'; DELETE FROM kysely_migration WHERE name LIKE '0002%'`)
  }
  await expect(openSqliteStore({ file, readOnly: true })).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    message: expect.stringMatching(/older version .*0002-persons.*0003-salted/),
  })
})

test('a copy made with its log, as a backup of a running desk may be, is read whole', async () => {
  const [file, signingKey] = [await temporaryFile(), temporaryKey()]
  const desk = await openStore({ file, signingKey })
  for (const number of [1, 2, 3]) await desk.record({ audit: sampleAudit(number) })
  const copy = join(dirname(dirname(file)), 'copy')
  await cp(dirname(file), copy, { recursive: true })
  await rm(join(copy, 'store.db-shm'), { force: true })
  const reader = await openStore({ file: join(copy, 'store.db'), signingKey, readOnly: true })
  expect(await reader.verify()).toMatchObject({ intact: true, lines: 3 })
})

onEveryEngine((engine) => {
  test('who only reads sees what a running desk has written, and what it writes meanwhile', async () => {
    const [place, signingKey] = [await engine.place(), temporaryKey()]
    const desk = await place.open({ signingKey })
    await desk.record({ audit: sampleAudit(1) })
    const reader = await place.open({ signingKey, readOnly: true })
    await desk.record({ audit: sampleAudit(2) })
    expect(await reader.audits({ limit: 10 })).toHaveLength(2)
    expect(await reader.verify()).toMatchObject({ intact: true, lines: 2 })
  })

  test('a proof beside a sweep, a person forgotten and calls coming in gives no false alarm', async () => {
    const [place, signingKey] = [await engine.place(), temporaryKey()]
    const desk = await place.open({ signingKey })
    const entry = (number: number, at: number) => ({
      audit: sampleAudit(number, { at, customer: `account:${number % 50}`, input: { account_id: `${number % 50}` } }),
      decision: sampleDecision(`{"n":${number % 700}}`),
    })
    const write = (from: number, many: number, at: number) =>
      Promise.all(Array.from({ length: many }, (_, number) => desk.record(entry(from + number, at + number))))
    await write(0, 9_000, noon)
    const reader = await place.open({ signingKey, readOnly: true })
    for (let round = 0; round < 4; round += 1) {
      const cutoff = noon + (round + 1) * 2_000
      const sweep = async (): Promise<void> => {
        let turn = { after: 0, done: false }
        while (!turn.done) {
          const cutoffs = { answeredBefore: cutoff, refusedBefore: cutoff, decisionsBefore: cutoff + 500 }
          turn = await desk.sweep({ after: turn.after, at: noon + 100 * dayMs, ...cutoffs })
        }
      }
      const known = await desk.head()
      const beside = [sweep(), write(10_000 * (round + 1), 500, noon + 50 * dayMs), desk.forget(`account:${round}`, noon)]
      const verdicts = await Promise.all([desk.verify([known]), reader.verify([known]), reader.verify([known])])
      await Promise.all(beside)
      for (const verdict of verdicts) expect(verdict).toMatchObject({ intact: true })
    }
    expect(await reader.verify()).toMatchObject({ intact: true })
  })
})

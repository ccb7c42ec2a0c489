import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { openSqliteStore } from '../src/index.ts'
import { sampleAudit } from './sample-records.ts'
import { openStore, temporaryFile } from './temporary-store.ts'

test('each migration runs once, however often the store is opened', async () => {
  const file = await temporaryFile()
  const steps: unknown[] = []
  for (let round = 0; round < 3; round += 1) {
    const store = await openSqliteStore({ file })
    await store.record({ audit: sampleAudit(round) })
    await store.close()
    using other = new DatabaseSync(file, { readOnly: true })
    steps.push(other.prepare('SELECT name, timestamp FROM kysely_migration').all())
  }
  expect(steps[0]).toHaveLength(3)
  expect(steps[1]).toEqual(steps[0])
  expect(steps[2]).toEqual(steps[0])
})

test('several stores may open one new file at the same time', async () => {
  const file = await temporaryFile()
  const stores = await Promise.all(Array.from({ length: 4 }, () => openStore({ file })))
  await Promise.all(stores.map((store, number) => store.record({ audit: sampleAudit(number) })))
  expect(await stores[0]?.audits({ limit: 10 })).toHaveLength(4)
})

test('a store that is opened while another process changes the schema waits for it', async () => {
  const file = await temporaryFile()
  await mkdir(dirname(file))
  using other = new DatabaseSync(file)
  other.exec('PRAGMA journal_mode = WAL; BEGIN IMMEDIATE; CREATE TABLE elsewhere (id); DROP TABLE elsewhere')
  setTimeout(() => other.exec('COMMIT'), 600)
  const store = await openStore({ file, lockWaitMs: 5000 })
  await store.record({ audit: sampleAudit(1) })
  expect(await store.audits({ limit: 10 })).toHaveLength(1)
})

test('a file of a newer version is refused with a sentence that says so, and left as it is', async () => {
  const file = await temporaryFile()
  await (await openSqliteStore({ file })).close()
  {
    using newer = new DatabaseSync(file)
    newer.exec(`INSERT INTO kysely_migration VALUES ('0099-something-new', '2030-01-01T00:00:00.000Z')`)
  }
  await expect(openSqliteStore({ file })).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    message: expect.stringMatching(/newer version .*0099-something-new/),
  })
  using other = new DatabaseSync(file, { readOnly: true })
  expect(other.prepare('SELECT count(*) AS steps FROM kysely_migration').get()).toEqual({ steps: 4 })
})

test('a file that is no database is refused without naming it', async () => {
  const file = await temporaryFile()
  await mkdir(dirname(file))
  await writeFile(file, 'shopping list\n'.repeat(100))
  const error: unknown = await openSqliteStore({ file }).catch((reason: unknown) => reason)
  expect(error).toMatchObject({ code: 'CONFIG_INVALID', message: 'The record store could not be opened.' })
})

test('a folder that cannot be made is refused', async () => {
  const file = await temporaryFile()
  await writeFile(dirname(file), 'a file where the folder should be')
  await expect(openSqliteStore({ file })).rejects.toMatchObject({ code: 'CONFIG_INVALID' })
})

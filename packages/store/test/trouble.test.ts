import { rename } from 'node:fs/promises'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { sampleAudit, sampleDecision } from './sample-records.ts'
import { connectionIsLost } from '../src/sqlite/connection-is-lost.ts'
import { openStore, temporaryFile } from './temporary-store.ts'

const notWritten = { code: 'RECORD_NOT_WRITTEN' }

/** A batch waits a few turns for others. */
async function batchIsSent(): Promise<void> {
  for (let turns = 0; turns < 5; turns += 1) await new Promise(setImmediate)
}

test('while another process holds the file, records are refused; afterwards they are written', async () => {
  const file = await temporaryFile()
  const store = await openStore({ file, lockWaitMs: 20 })
  using other = new DatabaseSync(file)
  other.exec('BEGIN IMMEDIATE')
  await Promise.all([1, 2].map((number) => expect(store.record({ audit: sampleAudit(number) })).rejects.toMatchObject(notWritten)))
  await expect(store.addRedirect('a', 'b')).rejects.toMatchObject(notWritten)
  expect(await store.audits({ limit: 10 })).toEqual([])
  other.exec('ROLLBACK')
  await store.record({ audit: sampleAudit(3) })
  await store.addRedirect('a', 'b')
  expect((await store.audits({ limit: 10 })).map((audit) => audit.id)).toEqual(['aud_3'])
  expect(store.stats()).toMatchObject({ written: 1, pending: 0 })
})

test('a short hold by another process is waited for', async () => {
  const file = await temporaryFile()
  const store = await openStore({ file, lockWaitMs: 5000 })
  using other = new DatabaseSync(file)
  other.exec('BEGIN IMMEDIATE')
  const record = store.record({ audit: sampleAudit(1) })
  setTimeout(() => other.exec('ROLLBACK'), 30)
  await record
  expect(await store.audits({ limit: 10 })).toHaveLength(1)
})

test('a refusal shows neither the path nor the reason of the database', async () => {
  const file = await temporaryFile()
  const store = await openStore({ file, lockWaitMs: 1 })
  using other = new DatabaseSync(file)
  other.exec('BEGIN IMMEDIATE')
  await expect(store.record({ audit: sampleAudit(1) })).rejects.toMatchObject({
    message: 'The record could not be written.',
    cause: expect.objectContaining({ message: 'database is locked' }),
  })
})

test('a commit that takes too long is given up, and the store comes back', async () => {
  const file = await temporaryFile()
  // A clock that runs fast, so that the pause between two workers is short.
  const store = await openStore({ file, lockWaitMs: 10_000, answerWithinMs: 50, now: () => performance.now() * 100 })
  using other = new DatabaseSync(file)
  other.exec('BEGIN IMMEDIATE')
  const started = performance.now()
  const question = store.record({ audit: sampleAudit(1) })
  await expect(question).rejects.toMatchObject({
    ...notWritten,
    cause: expect.objectContaining({ message: 'the disk did not answer in time' }),
  })
  expect(performance.now() - started).toBeLessThan(1000)
  other.exec('ROLLBACK')
  await expect
    .poll(
      () =>
        store.record({ audit: sampleAudit(2) }).then(
          () => true,
          () => false,
        ),
      { timeout: 5000 },
    )
    .toBe(true)
})

test('nothing is acknowledged into a file that was moved away; the store goes on in a new one', async () => {
  const file = await temporaryFile()
  const opened = performance.now()
  const store = await openStore({ file })
  await store.record({ audit: sampleAudit(1) })
  await rename(file, `${file}.moved`)
  const [lost, question] = [store.record({ audit: sampleAudit(2) }), store.redirects().catch(() => {})]
  await expect(lost).rejects.toMatchObject(notWritten)
  await question
  await store.record({ audit: sampleAudit(3) })
  expect(performance.now() - opened, 'a worker is replaced at most once per second').toBeGreaterThan(900)
  expect((await store.audits({ limit: 10 })).map((audit) => audit.id)).toEqual(['aud_3'])
})

test('a decision body that was kept in a file that is gone is kept in the new one too', async () => {
  const file = await temporaryFile()
  const store = await openStore({ file })
  const entry = (number: number) => ({ audit: sampleAudit(number), decision: sampleDecision('{"shared":true}') })
  await store.record(entry(1))
  await rename(file, `${file}.moved`)
  const lost = store.record(entry(2))
  await batchIsSent()
  const [waiting] = [store.record(entry(3)), await expect(lost).rejects.toMatchObject(notWritten)]
  await waiting
  expect(await store.decided('dec_3')).toMatchObject({ body: '{"shared":true}' })
  expect(await store.verify()).toMatchObject({ intact: true, head: { seq: 1 } })
})

test('questions asked of a worker that ends are answered with a refusal, not with silence', async () => {
  const file = await temporaryFile()
  const store = await openStore({ file })
  await rename(file, `${file}.moved`)
  const record = store.record({ audit: sampleAudit(1) })
  await batchIsSent()
  const sentAfterIt = [store.audits({ limit: 1 }), store.addRedirect('a', 'b')]
  await expect(record).rejects.toMatchObject(notWritten)
  await expect(sentAfterIt[0]).rejects.toMatchObject({ code: 'INTERNAL' })
  await expect(sentAfterIt[1]).rejects.toMatchObject(notWritten)
  await expect(store.audits({ limit: 1 })).rejects.toMatchObject({ code: 'INTERNAL' })
})

// Extended result codes of https://sqlite.org/rescode.html
test.for([
  ['SQLITE_IOERR_FSYNC', 1034, true],
  ['SQLITE_CORRUPT_VTAB', 267, true],
  ['SQLITE_NOTADB', 26, true],
  ['SQLITE_FULL', 13, false],
  ['SQLITE_BUSY_SNAPSHOT', 517, false],
  ['SQLITE_READONLY', 8, false],
  ['SQLITE_CONSTRAINT_NOTNULL', 1299, false],
] as const)('after %s (%i), whether a new connection is wanted: %s', ([, errcode, lost]) => {
  expect(connectionIsLost(Object.assign(new Error('from SQLite'), { errcode }))).toBe(lost)
})

import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { keepRecords, temporaryKey, type RecordKeeper, type Store } from '../src/index.ts'
import { noon, sampleAudit, sampleDecision } from './sample-records.ts'
import { openStore, temporaryFile } from './temporary-store.ts'
import { dayMs } from './written-record.ts'

interface Kept {
  readonly file: string
  readonly store: Store
  readonly keeper: RecordKeeper
  readonly time: { at: number }
}

/** A store whose answered calls are kept for 30 days, refused ones for 10, decisions for 20. */
async function keptStore(): Promise<Kept> {
  const file = await temporaryFile()
  const signingKey = temporaryKey()
  const store = await openStore({ file, signingKey })
  const time = { at: noon }
  const keep = { answeredMs: 30 * dayMs, refusedMs: 10 * dayMs, decisionsMs: 20 * dayMs }
  const trouble = (_what: string, error: unknown): void => {
    throw error
  }
  const keeper = keepRecords({ store, signingKey, checkpointFile: undefined, keep, now: () => time.at, trouble })
  await keeper.turn()
  return { file, store, keeper, time }
}

async function recordDay(store: Store, at: number): Promise<void> {
  const id = new Date(at).toISOString().slice(0, 10)
  const entry = { audit: sampleAudit(0, { id, at, decisionId: `dec_${id}` }), decision: sampleDecision(`{"day":"${id}"}`) }
  await store.record(entry)
  await store.record({ audit: sampleAudit(0, { id: `refused ${id}`, at, outcome: 'refused' }) })
  await store.refused({ at, reason: 'expired', count: 3 })
}

const count = (file: string, sql: string): unknown => {
  using database = new DatabaseSync(file, { readOnly: true })
  return database.prepare(`SELECT count(*) AS n FROM ${sql}`).get()?.['n']
}

test('each kind of record is kept for as long as was said, and not a day longer', async () => {
  const { store, keeper, time, file } = await keptStore()
  for (let day = 0; day < 40; day += 1) {
    time.at = noon + day * dayMs
    await recordDay(store, time.at)
    await keeper.turn()
  }
  const lines = await store.lines({ limit: 1000, oldestFirst: true })
  const of = (kind: string, outcome?: string) => lines.filter((line) => line.kind === kind && line.outcome === outcome).length
  expect({ answered: of('call', 'answered'), refused: of('call', 'refused'), tokens: of('refused_tokens') }).toEqual({
    answered: 31,
    refused: 11,
    tokens: 11,
  })
  expect(count(file, 'bodies')).toBe(21)
  expect(await store.verify()).toMatchObject({ intact: true })
  expect(lines.filter(({ kind }) => kind === 'removal').length).toBeGreaterThan(10)
})

test('the sweep runs at the start and then once a day, however often it gets its turn', async () => {
  const { store, keeper, time } = await keptStore()
  await recordDay(store, noon)
  time.at = noon + dayMs / 2
  await recordDay(store, noon - 20 * dayMs)
  await keeper.turn()
  expect((await store.audits({ limit: 10 })).length).toBe(4)
  time.at = noon + dayMs
  await keeper.turn()
  expect((await store.audits({ limit: 10 })).length).toBe(3)
})

test('a body is kept as long as a young decision has it', async () => {
  const { store, keeper, time, file } = await keptStore()
  const shared = sampleDecision('{"shared":true}')
  await store.record({ audit: sampleAudit(1), decision: shared })
  time.at = noon + 25 * dayMs
  await store.record({ audit: sampleAudit(2, { at: time.at }), decision: shared })
  await keeper.turn()
  expect(count(file, 'bodies')).toBe(1)
  expect(await store.verify()).toMatchObject({ intact: true })
})

test('of persons whose records are gone nothing is kept', async () => {
  const { store, keeper, time, file } = await keptStore()
  await store.record({ audit: sampleAudit(1) })
  expect(count(file, 'persons')).toBeGreaterThan(0)
  time.at = noon + 70 * dayMs
  await keeper.turn()
  expect(count(file, 'persons')).toBe(0)
})

test('a record whose clock was wrong keeps its persons as long as it stays', async () => {
  const { store, keeper, time } = await keptStore()
  for (let number = 0; number < 2100; number += 1) void store.record({ audit: sampleAudit(number) })
  await store.record({ audit: sampleAudit(1, { id: 'old', at: Date.UTC(2001, 0) }) })
  time.at = noon + dayMs
  await keeper.turn()
  expect((await store.lines({ limit: 1 }))[0]).toMatchObject({ id: 'old', customer: 'account:001NwAcmeRobot1IRA' })
  expect(await store.verify()).toMatchObject({ intact: true })
})

test('an expired beginning of the file can be cut off; the rest is still proven', async () => {
  const { store, keeper, time, file } = await keptStore()
  for (let day = 0; day < 100; day += 1) {
    time.at = noon + day * dayMs
    await recordDay(store, time.at)
    await keeper.turn()
  }
  const before = await store.head()
  const lines = count(file, 'audits')
  const taken = await store.cut(time.at - 30 * dayMs, time.at)
  expect(taken).toBeGreaterThan(100)
  expect(count(file, 'audits')).toBe(Number(lines) - taken + 1)
  expect(await store.verify([before])).toMatchObject({ intact: true, head: { seq: before.seq + 1 } })
  await recordDay(store, time.at)
  expect(await store.verify()).toMatchObject({ intact: true })
  using editor = new DatabaseSync(file)
  editor.exec('UPDATE chain_start SET seq = seq + 1; DELETE FROM audits WHERE seq = (SELECT min(seq) FROM audits)')
  expect(await store.verify()).toEqual({ intact: false, firstBad: 1, fault: 'start' })
})

test('nothing that is not blank is ever cut off', async () => {
  const { store, time } = await keptStore()
  await recordDay(store, noon)
  expect(await store.cut(time.at + dayMs, time.at)).toBe(0)
  expect(await store.audits({ limit: 10 })).toHaveLength(2)
})

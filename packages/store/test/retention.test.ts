import { expect, test, vi } from 'vitest'
import { keepRecords, temporaryKey, type KeepFor, type RecordKeeper, type Store } from '../src/index.ts'
import { onEveryEngine, type Engine, type Place } from './engines.ts'
import { noon, sampleAudit, sampleDecision } from './sample-records.ts'
import { dayMs } from './written-record.ts'

// opening a file starts a thread, which takes its time on a busy machine
vi.setConfig({ testTimeout: 60_000 })

interface Kept {
  readonly place: Place
  readonly store: Store
  readonly keeper: RecordKeeper
  readonly time: { at: number }
  readonly troubles: readonly string[]
}

const usual = { answeredMs: 30 * dayMs, refusedMs: 10 * dayMs, decisionsMs: 20 * dayMs }

/** A store whose answered calls are kept for 30 days, refused ones for 10, decisions for 20. */
async function keptStore(engine: Engine, keep: KeepFor = usual): Promise<Kept> {
  const place = await engine.place()
  const signingKey = temporaryKey()
  const store = await place.open({ signingKey })
  const time = { at: noon }
  const troubles: string[] = []
  const trouble = (what: string, error: unknown): void => {
    troubles.push(what)
    if (what !== 'clock') throw error
  }
  const keeper = keepRecords({ store, signingKey, checkpointFile: undefined, keep, now: () => time.at, trouble })
  await keeper.turn()
  return { place, store, keeper, time, troubles }
}

async function recordDay(store: Store, at: number): Promise<void> {
  const id = new Date(at).toISOString().slice(0, 10)
  const entry = { audit: sampleAudit(0, { id, at, decisionId: `dec_${id}` }), decision: sampleDecision(`{"day":"${id}"}`) }
  await store.record(entry)
  await store.record({ audit: sampleAudit(0, { id: `refused ${id}`, at, outcome: 'refused' }) })
  await store.refused({ at, reason: 'expired', count: 3 })
}

const count = async ({ editor }: Place, sql: string): Promise<unknown> => {
  const [row] = await editor.all(`SELECT count(*) AS n FROM ${sql}`)
  return row?.['n']
}

onEveryEngine((engine) => {
  test('each kind of record is kept for as long as was said, and not a day longer', async () => {
    const { store, keeper, time, place } = await keptStore(engine)
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
    expect(await count(place, 'bodies')).toBe(21)
    expect(await store.verify()).toMatchObject({ intact: true })
    expect(lines.filter(({ kind }) => kind === 'removal').length).toBeGreaterThan(10)
  })

  test('the sweep runs at the start and then once a day, however often it gets its turn', async () => {
    const { store, keeper, time } = await keptStore(engine)
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
    const { store, keeper, time, place } = await keptStore(engine)
    const shared = sampleDecision('{"shared":true}')
    await store.record({ audit: sampleAudit(1), decision: shared })
    time.at = noon + 25 * dayMs
    await store.record({ audit: sampleAudit(2, { at: time.at }), decision: shared })
    await keeper.turn()
    expect(await count(place, 'bodies')).toBe(1)
    expect(await store.verify()).toMatchObject({ intact: true })
  })

  test('of persons whose records are gone nothing is kept', async () => {
    const { store, keeper, time, place } = await keptStore(engine)
    await store.record({ audit: sampleAudit(1) })
    expect(await count(place, 'persons')).toBeGreaterThan(0)
    for (let day = 10; day <= 70; day += 10) {
      time.at = noon + day * dayMs
      await store.refused({ at: time.at, reason: 'expired', count: 1 })
      await keeper.turn()
    }
    expect(await count(place, 'persons')).toBe(0)
  })

  test('a record whose clock was wrong keeps its persons as long as it stays', async () => {
    const { store, keeper, time } = await keptStore(engine)
    for (let number = 0; number < 2100; number += 1) void store.record({ audit: sampleAudit(number) })
    await store.record({ audit: sampleAudit(1, { id: 'old', at: noon - 25 * dayMs }) })
    time.at = noon + dayMs
    await keeper.turn()
    expect((await store.lines({ limit: 1 }))[0]).toMatchObject({ id: 'old', customer: 'account:001NwAcmeRobot1IRA' })
    expect(await store.verify()).toMatchObject({ intact: true })
  })

  test('an expired beginning of the file can be cut off; the rest is still proven', async () => {
    const { store, keeper, time, place } = await keptStore(engine)
    for (let day = 0; day < 100; day += 1) {
      time.at = noon + day * dayMs
      await recordDay(store, time.at)
      await keeper.turn()
    }
    const before = await store.head()
    const lines = await count(place, 'audits')
    const taken = await store.cut(time.at - 30 * dayMs, time.at)
    expect(taken).toBeGreaterThan(100)
    expect(await count(place, 'audits')).toBe(Number(lines) - taken + 1)
    expect(await store.verify([before])).toMatchObject({ intact: true, head: { seq: before.seq + 1 } })
    await recordDay(store, time.at)
    expect(await store.verify()).toMatchObject({ intact: true })
    await place.editor.exec('UPDATE chain_start SET seq = seq + 1; DELETE FROM audits WHERE seq = (SELECT min(seq) FROM audits)')
    expect(await store.verify()).toEqual({ intact: false, firstBad: 1, fault: 'start' })
  })

  test('nothing that is not blank is ever cut off', async () => {
    const { store, time } = await keptStore(engine)
    await recordDay(store, noon)
    expect(await store.cut(time.at + dayMs, time.at)).toBe(0)
    expect(await store.audits({ limit: 10 })).toHaveLength(2)
  })

  test('refused calls may be kept longer than answered ones, and then are', async () => {
    const { store, keeper, time } = await keptStore(engine, { answeredMs: 20 * dayMs, refusedMs: 30 * dayMs, decisionsMs: 10 * dayMs })
    for (let day = 0; day <= 40; day += 1) {
      time.at = noon + day * dayMs
      await recordDay(store, time.at)
      await keeper.turn()
    }
    const lines = await store.lines({ limit: 1000 })
    const of = (outcome?: string) => lines.filter((line) => line.kind !== 'removal' && line.outcome === outcome).length
    expect({ answered: of('answered'), refused: of('refused'), tokens: of() }).toEqual({ answered: 21, refused: 31, tokens: 31 })
    expect(await store.verify()).toMatchObject({ intact: true })
  })

  test('a person whom only refused calls named goes with them, though others of that month stay', async () => {
    const { store, keeper, time, place } = await keptStore(engine)
    await store.record({ audit: sampleAudit(1, { customer: 'account:stays', input: {}, subject: 'stays' }) })
    await store.record({ audit: sampleAudit(2, { customer: 'account:goes', input: {}, subject: 'goes', outcome: 'refused' }) })
    const fewDays = [0, 8, 16].map((day) => noon + Date.UTC(2026, 11, 1) - Date.UTC(2026, 10, 20) + day * dayMs)
    for (time.at of fewDays) {
      await store.refused({ at: time.at, reason: 'expired', count: 1 })
      await keeper.turn()
    }
    expect(await count(place, `persons WHERE identifier LIKE '%stays"'`)).toBe(2)
    expect(await count(place, `persons WHERE identifier LIKE '%goes"'`)).toBe(0)
    expect(await store.verify()).toMatchObject({ intact: true })
  })

  test('lines that are dated in the future, a whole window of them, do not keep older ones behind them', async () => {
    const { store, keeper, time } = await keptStore(engine)
    const write = async (from: number, many: number, at: number): Promise<void> => {
      await Promise.all(Array.from({ length: many }, (_, number) => store.record({ audit: sampleAudit(from + number, { at }) })))
    }
    await write(0, 2500, noon + 5000 * dayMs)
    await write(2500, 10, noon)
    time.at = noon + 31 * dayMs
    await keeper.turn()
    expect(await store.audits({ to: noon + 1, limit: 100 })).toEqual([])
    expect(await store.verify()).toMatchObject({ intact: true })
  })

  test('the sweep runs also after the clock was set back', async () => {
    const { store, keeper, time } = await keptStore(engine)
    time.at = noon + 1000 * dayMs
    await keeper.turn()
    await recordDay(store, noon - 20 * dayMs)
    time.at = noon
    await keeper.turn()
    expect(await store.audits({ limit: 10 })).toHaveLength(1)
  })

  test('a clock that jumps years ahead removes nothing, is told of once a day, and is believed again when it is right or borne out', async () => {
    const { store, keeper, time, troubles } = await keptStore(engine)
    await recordDay(store, noon)
    for (const day of [3650, 3650.5, 3651]) {
      time.at = noon + day * dayMs
      await recordDay(store, time.at)
      await keeper.turn()
    }
    expect(keeper.sweepWaits()).toBe(true)
    expect(troubles).toEqual(['clock', 'clock'])
    expect(await store.audits({ to: noon + 1, limit: 10 })).toHaveLength(2)
    time.at = noon + dayMs
    await keeper.turn()
    expect(keeper.sweepWaits()).toBe(false)
    // a week later nobody has mended it: then it is what time it is
    time.at = noon + 3658 * dayMs
    await keeper.turn()
    expect(keeper.sweepWaits()).toBe(false)
    expect(await store.audits({ to: noon + 1, limit: 10 })).toEqual([])
  })
})

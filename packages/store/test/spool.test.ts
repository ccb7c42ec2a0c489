import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { openPostgresStore, type Store } from '../src/index.ts'
import type { SpoolNews } from '../src/postgres/spooling.ts'
import { openSpool } from '../src/spool/spool.ts'
import { databaseUrl } from '../../../test/support/database-server.ts'
import { onPostgres, type Engine, type Place } from './engines.ts'
import { runRecorder } from './run-recorder.ts'
import { noon, sampleAudit, sampleDecision } from './sample-records.ts'
import { wayTo, type Way } from '../../../test/support/way.ts'

vi.setConfig({ testTimeout: 60_000 })

const notWritten = { code: 'RECORD_NOT_WRITTEN' }

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'concierge-spool-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

interface Spooled {
  readonly place: Place
  readonly way: Way
  readonly folder: string
  readonly news: readonly SpoolNews[]
  /** Opens the store, closed with the test. */
  readonly open: () => Promise<Store>
}

/** A place that is reached over a way that can be cut, and a folder for a spool. */
async function spooled(engine: Engine): Promise<Spooled> {
  const [place, folder] = [await engine.place(), await newFolder()]
  const way = await wayTo(await databaseUrl())
  const news: SpoolNews[] = []
  const open = async (): Promise<Store> => {
    const store = await openPostgresStore({
      url: way.url,
      schema: place.schema,
      spoolFolder: folder,
      answerWithinMs: 300,
      retryEveryMs: 50,
      tell: (one) => news.push(one),
    })
    onTestFinished(() => store.close())
    return store
  }
  return { place, way, folder, news, open }
}

/** Ids of the calls in the record, in order. */
async function idsIn(store: Store): Promise<unknown[]> {
  return (await store.lines({ limit: 1000, oldestFirst: true })).map(({ id, kind }) =>
    kind === 'call' ? id : `${kind} ${id ?? ''}`.trim(),
  )
}

async function isDrained(store: Store): Promise<void> {
  const hasHead = (): Promise<boolean> =>
    store.head().then(
      () => true,
      () => false,
    )
  await expect.poll(async () => store.stats().spool?.waiting === 0 && (await hasHead()), { timeout: 10_000 }).toBe(true)
}

const entry = (number: number) => ({ audit: sampleAudit(number), decision: sampleDecision(`{"number":${number % 2}}`) })

onPostgres((engine) => {
  test.each(['cut', 'stop'] as const)(
    'while the database is away (%s), what changes nothing is kept here and taken over later, once and in order, before anything new',
    async (how) => {
      const { way, open, place, news } = await spooled(engine)
      const store = await open()
      await store.record(entry(1))
      way[how]()
      await store.record(entry(2))
      store.begin(sampleAudit(3))
      await store.end(entry(3))
      await store.refused({ at: noon, reason: 'expired', count: 2 })
      await Promise.all([4, 5].map((number) => store.record(entry(number))))
      await expect(store.audits({ limit: 1 })).rejects.toMatchObject({ code: 'INTERNAL' })
      expect(await store.probe()).toBe(true)
      expect(store.stats()).toMatchObject({ written: 7, refused: 0, spool: { waiting: 6, taken: 6, drained: 0 } })
      way.open()
      await store.record(entry(6))
      await isDrained(store)
      await store.record(entry(7))
      expect(await idsIn(store)).toEqual([
        'aud_1',
        'aud_2',
        'begin aud_3',
        'end aud_3',
        'refused_tokens',
        'aud_4',
        'aud_5',
        'aud_6',
        'aud_7',
      ])
      expect(await store.decided('dec_4')).toMatchObject({ body: '{"number":0}' })
      expect(await store.verify()).toMatchObject({ intact: true, lines: 9 })
      expect(await place.editor.all('SELECT count(*) AS bodies FROM bodies')).toEqual([{ bodies: 2 }])
      expect(news.map(({ kind }) => kind)).toEqual(['away', 'drained'])
      expect(store.stats().spool?.drained).toBeGreaterThanOrEqual(6)
    },
  )

  test('a database that goes away unnoticed, while nobody asks, leaves nobody waiting who decides what was decided before', async () => {
    const { way, open, news } = await spooled(engine)
    const store = await open()
    for (const number of [2, 6]) await store.record(entry(number))
    way.cut()
    await expect.poll(() => news.length, { timeout: 10_000 }).toBe(1)
    await store.record(entry(4))
    way.open()
    await isDrained(store)
    expect(await store.decided('dec_4')).toMatchObject({ body: '{"number":0}' })
  })

  test('a spool is emptied also while calls come in as fast as they go out', async () => {
    const { way, open } = await spooled(engine)
    const store = await open()
    way.cut()
    const ended = new AbortController()
    let number = 0
    const caller = async (): Promise<void> => {
      while (!ended.signal.aborted) await store.record(entry((number += 1)))
    }
    const callers = Promise.all(Array.from({ length: 8 }, caller))
    await expect.poll(() => store.stats().spool?.taken, { timeout: 20_000 }).toBeGreaterThan(100)
    way.open()
    await expect.poll(() => store.stats().spool?.waiting, { timeout: 20_000, interval: 1 }).toBe(0)
    const { written } = store.stats()
    const taken = store.stats().spool?.taken
    await expect.poll(() => store.stats().written, { timeout: 20_000 }).toBeGreaterThan(written + 20)
    expect(store.stats().spool?.taken).toBe(taken)
    ended.abort()
    await callers
    expect(await store.verify()).toMatchObject({ intact: true, lines: number })
  })

  test('what changes something is not left to the spool: it is refused, and nothing of it is ever taken over', async () => {
    const { way, open } = await spooled(engine)
    const store = await open()
    way.cut()
    const effect = { audit: sampleAudit(1, { confirmationState: 'committed' }) }
    // the first finds out by itself, together with others of its turn; the second is told at once
    await expect(store.record(effect)).rejects.toMatchObject(notWritten)
    await store.record(entry(2))
    await expect(store.record(effect)).rejects.toMatchObject(notWritten)
    await expect(store.end(effect)).rejects.toMatchObject(notWritten)
    expect(store.stats()).toMatchObject({ refused: 3 })
    way.open()
    await isDrained(store)
    expect(await idsIn(store)).toEqual(['aud_2'])
    await expect
      .poll(() =>
        store.record(effect).then(
          () => true,
          () => false,
        ),
      )
      .toBe(true)
  })

  test('an entry whose commit was made, but never heard of, is taken over no second time', async () => {
    const { way, open } = await spooled(engine)
    const store = await open()
    await store.record(entry(1))
    way.loseNextCommit()
    await store.record(entry(2))
    expect(store.stats().spool).toMatchObject({ taken: 1 })
    await isDrained(store)
    await store.record(entry(3))
    expect(await idsIn(store)).toEqual(['aud_1', 'aud_2', 'aud_3'])
    expect(await store.verify()).toMatchObject({ intact: true, lines: 3 })
  })

  test('a batch whose taking over was made, but never heard of, is taken over no second time', async () => {
    const { way, open } = await spooled(engine)
    const store = await open()
    way.cut()
    for (const number of [1, 2, 3]) await store.record(entry(number))
    way.loseNextCommit()
    way.open()
    await isDrained(store)
    expect(await idsIn(store)).toEqual(['aud_1', 'aud_2', 'aud_3'])
    expect(await store.verify()).toMatchObject({ intact: true, lines: 3 })
  })

  test('what waits is taken over by the next process too, once, also when two share the spool', async () => {
    const { way, open, folder } = await spooled(engine)
    const store = await open()
    way.cut()
    for (const number of [1, 2, 3]) await store.record(entry(number))
    await store.close()
    way.open()
    const [one, two] = await Promise.all([open(), open()])
    await Promise.all([isDrained(one), isDrained(two)])
    await one.record(entry(4))
    expect(await idsIn(one)).toEqual(['aud_1', 'aud_2', 'aud_3', 'aud_4'])
    const spool = await openSpool(folder)
    onTestFinished(() => spool.close())
    expect(await spool.oldest()).toEqual([])
  })

  test('what another process has taken over does not count as waiting any more', async () => {
    const { way, open, folder } = await spooled(engine)
    const store = await open()
    way.cut()
    for (const number of [1, 2, 3]) await store.record(entry(number))
    await store.close()
    const [one, two] = [await openSpool(folder), await openSpool(folder)]
    onTestFinished(async () => void (await Promise.all([one.close(), two.close()])))
    expect([one.waiting, two.waiting]).toEqual([3, 3])
    await one.drop((await one.oldest()).at(-1)?.number ?? 0)
    expect(await two.oldest()).toEqual([])
    expect([one.waiting, two.waiting]).toEqual([0, 0])
  })

  test('a call that began before the database went away ends under the same pseudonyms, also out of the spool', async () => {
    const { way, open, place } = await spooled(engine)
    const store = await open()
    store.begin(sampleAudit(1))
    await store.record(entry(2))
    way.cut()
    await store.end({ audit: sampleAudit(1) })
    way.open()
    await isDrained(store)
    const rows = await place.editor.all(`SELECT DISTINCT subject, account_id FROM audits WHERE call_id = 'aud_1'`)
    expect(rows).toHaveLength(1)
    expect(await store.lines({ unfinished: true, limit: 10 })).toEqual([])
  })

  test('the spool is its owner’s alone, and once it is empty it names nobody any more', async () => {
    const { way, open, folder } = await spooled(engine)
    const store = await open()
    way.cut()
    for (const number of [1, 2, 3]) await store.record({ audit: sampleAudit(number, { customer: 'account:001Zenith77' }) })
    const named = async (): Promise<boolean> => {
      const bytes = await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name), 'latin1')))
      return bytes.some((text) => text.includes('001Zenith77'))
    }
    expect(await named()).toBe(true)
    for (const name of await readdir(folder)) expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600)
    way.open()
    await isDrained(store)
    expect(await named()).toBe(false)
  })

  test('killed at any moment while it fills or empties the spool, every acknowledged record is in the chain exactly once', async () => {
    const { way, open, place, folder } = await spooled(engine)
    await (await open()).close()
    const kept = new Set<number>()
    for (const round of [0, 1, 2, 3]) {
      way.open()
      const recorder = runRecorder([`${way.url}#${place.schema}#${folder}#${round * 100_000}`, 8])
      await recorder.until(() => recorder.kept.length >= 100)
      way.cut()
      const before = recorder.kept.length
      await recorder.until(() => recorder.kept.length >= before + 300)
      way.open()
      const then = recorder.kept.length
      await recorder.until(() => recorder.kept.length >= then + round * 40)
      await recorder.end('SIGKILL')
      for (const number of recorder.kept) kept.add(number)
    }
    way.open()
    const store = await open()
    await isDrained(store)
    await expect.poll(async () => (await place.editor.all('SELECT count(*) AS spools FROM spools'))[0]).toEqual({ spools: 1 })
    const rows = await place.editor.all('SELECT call_id, count(*) AS times FROM audits GROUP BY call_id')
    expect(rows.filter(({ times }) => times !== 1)).toEqual([])
    const found = new Set(rows.map(({ call_id: id }) => Number(String(id).slice(4))))
    expect([...kept].filter((number) => !found.has(number))).toEqual([])
    expect(await store.verify()).toMatchObject({ intact: true })
  })
})

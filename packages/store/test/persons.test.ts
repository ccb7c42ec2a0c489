import type { KeyObject } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { allLines, temporaryKey, type FoundRecord, type LineQuery, type Store } from '../src/index.ts'
import { onEveryEngine, type Engine, type Place } from './engines.ts'
import { noon, sampleAudit, sampleDecision } from './sample-records.ts'

const monthMs = 31 * 86_400_000
const acme = { customer: 'account:acme', input: { account_id: '12345' } } as const

async function found(store: Store, query: Partial<LineQuery>): Promise<FoundRecord[]> {
  const lines: FoundRecord[] = []
  for await (const line of allLines(store, { limit: Infinity, oldestFirst: true, ...query })) lines.push(line)
  return lines
}

async function recordsIn({ editor }: Place): Promise<Record<string, unknown>[]> {
  const rows = await editor.all('SELECT record FROM audits ORDER BY seq')
  return rows.map((row) => JSON.parse(String(row['record'])) as Record<string, unknown>)
}

/** A file with two months of two customers; the first was asked about by number and by address. */
async function twoCustomers(engine: Engine): Promise<{ place: Place; store: Store; signingKey: KeyObject }> {
  const place = await engine.place()
  const signingKey = temporaryKey()
  const store = await place.open({ signingKey })
  for (let number = 0; number < 300; number += 1) {
    const input = number % 2 === 0 ? { account_id: 'NUM-77001' } : { email: 'hash-of-jane-at-zenith' }
    const forgettable = { customer: 'account:001Zenith77', input, at: noon + (number % 2) * monthMs }
    const other = { customer: 'account:001Other', input: { account_id: '001Other' } }
    const body = `{"account_id":"001Zenith77","n":${number % 5},"pad":"${'x'.repeat(500)}"}`
    void store.record({ audit: sampleAudit(number, forgettable), decision: sampleDecision(body) })
    await store.record({ audit: sampleAudit(1000 + number, other), decision: sampleDecision('{"account_id":"001Other"}') })
  }
  return { place, store, signingKey }
}

/** What PostgreSQL has on its disk of this record's tables and indexes. */
async function bytesOfTables({ editor }: Place): Promise<string[]> {
  await editor.exec('CHECKPOINT')
  const files = await editor.all(
    `SELECT convert_from(convert_to(encode(pg_read_binary_file(pg_relation_filepath(oid)), 'escape'), 'UTF8'), 'UTF8') AS bytes
     FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'i') AND pg_relation_size(oid) > 0`,
  )
  return files.map(({ bytes }) => String(bytes))
}

const traces = ['001Zenith77', 'NUM-77001', 'hash-of-jane-at-zenith']

async function tracesIn(place: Place): Promise<string[]> {
  const bytes =
    place.file === ''
      ? await bytesOfTables(place)
      : await Promise.all([place.file, `${place.file}-wal`].map((name) => readFile(name, 'latin1')))
  return traces.filter((trace) => bytes.some((text) => text.includes(trace)))
}

onEveryEngine((engine) => {
  test('records name nobody: every person has one pseudonym in a month, and another in the next', async () => {
    const place = await engine.place()
    const store = await place.open()
    for (const [number, at] of [noon, noon + 1000, noon + monthMs].entries())
      await store.record({ audit: sampleAudit(number, { ...acme, at }) })
    const [first, second, nextMonth] = await recordsIn(place)
    for (const field of ['subject', 'customer', 'account_id']) {
      expect(first?.[field]).toMatch(/^[\w-]{22}$/)
      expect(second?.[field]).toBe(first?.[field])
      expect(nextMonth?.[field]).not.toBe(first?.[field])
    }
    expect(JSON.stringify([first, nextMonth])).not.toMatch(/acme"|12345|acme-web-chat"/)
  })

  test('a pseudonym stays the same when the store is opened again, and for two stores on one file', async () => {
    const place = await engine.place()
    const store = await place.openUnattended()
    await store.record({ audit: sampleAudit(1, acme) })
    await store.close()
    const [one, two] = [await place.open(), await place.open()]
    await Promise.all([one.record({ audit: sampleAudit(2, acme) }), two.record({ audit: sampleAudit(3, { ...acme, subject: 'new' }) })])
    await one.record({ audit: sampleAudit(4, { ...acme, subject: 'new' }) })
    const records = await recordsIn(place)
    expect(new Set(records.map((record) => record['customer'])).size).toBe(1)
    expect(new Set(records.map((record) => record['subject'])).size).toBe(2)
  })

  test('a customer is found in every month, by account, by number and by address', async () => {
    const store = await engine.store()
    await store.record({ audit: sampleAudit(1, acme) })
    await store.record({ audit: sampleAudit(2, { ...acme, at: noon + monthMs, input: { email: 'hash' } }) })
    await store.record({ audit: sampleAudit(3, { customer: 'account:other' }) })
    const ids = async (customer: string): Promise<unknown[]> => (await found(store, { customer })).map(({ id }) => id)
    expect(await ids('account:acme')).toEqual(['aud_1', 'aud_2'])
    expect(await ids('account:12345')).toEqual(['aud_1'])
    expect(await ids('email:hash')).toEqual(['aud_2'])
    expect(await ids('account:nobody')).toEqual([])
  })

  test('calls that began and did not end are listed, and nothing else', async () => {
    const store = await engine.store()
    for (const number of [1, 2, 3]) store.begin(sampleAudit(number))
    await store.end({ audit: sampleAudit(2) })
    await store.record({ audit: sampleAudit(4) })
    expect((await found(store, { unfinished: true })).map(({ id }) => id)).toEqual(['aud_1', 'aud_3'])
    expect((await found(store, {})).map(({ kind }) => kind)).toEqual(['begin', 'begin', 'begin', 'end', 'call'])
  })

  test('pages of lines follow each other without a gap or a repetition, both ways', async () => {
    const store = await engine.store()
    await Promise.all(Array.from({ length: 2500 }, (_, number) => store.record({ audit: sampleAudit(number) })))
    const numbers = Array.from({ length: 2500 }, (_, index) => index + 1)
    expect((await found(store, {})).map(({ seq }) => seq)).toEqual(numbers)
    expect((await found(store, { oldestFirst: false })).map(({ seq }) => seq)).toEqual(numbers.toReversed())
    expect(await found(store, { limit: 1700 })).toHaveLength(1700)
  })

  test('a forgotten customer leaves no trace in the file, is not found, and the chain is whole', async () => {
    const { place, store } = await twoCustomers(engine)
    expect(await tracesIn(place)).toEqual(traces)
    const before = await found(store, {})
    expect(await store.forget('account:001Zenith77', noon)).toEqual({ pseudonyms: 4, decisions: 5, blanked: 0, wiped: true })
    expect(await tracesIn(place)).toEqual([])
    for (const customer of ['account:001Zenith77', 'account:NUM-77001', 'email:hash-of-jane-at-zenith']) {
      expect(await found(store, { customer })).toEqual([])
    }
    const after = await found(store, {})
    expect(after).toHaveLength(before.length + 1)
    expect(after.at(-1)).toEqual({ seq: before.length + 1, kind: 'forgotten', at: noon })
    for (const trace of traces) expect(JSON.stringify(after)).not.toContain(trace)
    expect(after.filter(({ customer }) => customer?.startsWith('person:'))).toHaveLength(300)
    expect(await found(store, { customer: 'account:001Other' })).toHaveLength(300)
    expect(await store.decided('dec_0')).toBeUndefined()
    expect(await store.decided('dec_1000')).toMatchObject({ body: '{"account_id":"001Other"}' })
    expect(await store.verify()).toMatchObject({ intact: true })
  })

  test('a forgotten customer who asks again is somebody new, also to a store that runs meanwhile', async () => {
    const { place, store, signingKey } = await twoCustomers(engine)
    const again = { audit: sampleAudit(0, { id: 'again', customer: 'account:001Zenith77' }), decision: sampleDecision('{"new":1}') }
    await store.record(again)
    const running = await place.open({ signingKey })
    const before = (await recordsIn(place)).at(-1)?.['customer']
    await running.forget('account:001Zenith77', noon)
    await store.record({ ...again, audit: { ...again.audit, id: 'later', decisionId: 'dec_later' } })
    expect((await recordsIn(place)).at(-1)?.['customer']).not.toBe(before)
    expect(await store.decided('dec_later')).toMatchObject({ body: '{"new":1}' })
    expect((await found(store, { customer: 'account:001Zenith77' })).map(({ id }) => id)).toEqual(['later'])
    expect(await store.verify()).toMatchObject({ intact: true })
  })

  test('forgetting the same store’s customer does not lose the next decision about them', async () => {
    const { store } = await twoCustomers(engine)
    const body = (await store.decided('dec_0'))?.body ?? ''
    const forgetting = store.forget('account:001Zenith77', noon)
    // which of two connections comes first is nobody's promise
    if (engine.name === 'PostgreSQL') await forgetting
    const audit = sampleAudit(5000, { customer: 'account:001Zenith77' })
    await Promise.all([forgetting, store.record({ audit, decision: sampleDecision(body) })])
    expect(await store.decided('dec_5000')).toMatchObject({ body })
    expect(await store.verify()).toMatchObject({ intact: true })
  })

  test('somebody nobody knows can be forgotten: nothing happens', async () => {
    const { store } = await twoCustomers(engine)
    expect(await store.forget('account:nobody', noon)).toMatchObject({ pseudonyms: 0, decisions: 0 })
    expect((await store.head()).seq).toBe(600)
  })
})

import { inspect } from 'node:util'
import { Client } from 'pg'
import { expect, onTestFinished, test, vi } from 'vitest'
import { openPostgresStore, temporaryKey, type Store } from '../src/index.ts'
import { clientConfig } from '../src/postgres/address.ts'
import { expectedParts } from '../src/postgres/expected-parts.ts'
import { connectionIsLost, isAway } from '../src/postgres/is-away.ts'
import { schemaParts } from '../src/postgres/schema-parts.ts'
import { beginWriting } from '../src/postgres/transaction.ts'
import { databaseUrl, serverUrl } from '../../../test/support/database-server.ts'
import { onPostgres, type Place } from './engines.ts'
import { sampleAudit, sampleDecision } from './sample-records.ts'
import { wayTo, type Way } from '../../../test/support/way.ts'

vi.setConfig({ testTimeout: 60_000 })

const notWritten = { code: 'RECORD_NOT_WRITTEN' }
const unusable = { code: 'CONFIG_INVALID' }

/** A client of the test's own, in the schema of this place. */
async function clientAt({ schema }: Place): Promise<Client> {
  const client = new Client({ connectionString: await databaseUrl(), options: `-c search_path=${schema},pg_temp` })
  client.on('error', () => undefined)
  await client.connect()
  onTestFinished(() => client.end())
  return client
}

onPostgres((engine) => {
  test('the schema consists of what is expected of it, and of nothing else', async () => {
    const place = await engine.place()
    await place.open()
    expect(Object.fromEntries(await schemaParts(await clientAt(place), place.schema))).toEqual(Object.fromEntries(expectedParts))
  })

  test('several may open one new place at the same moment; each step is taken once', async () => {
    const place = await engine.place()
    const stores = await Promise.all(Array.from({ length: 4 }, () => place.open()))
    await Promise.all(stores.map((store, number) => store.record({ audit: sampleAudit(number) })))
    expect(await stores[0]?.audits({ limit: 10 })).toHaveLength(4)
    expect(await place.editor.all('SELECT name FROM kysely_migration')).toEqual([{ name: '0001-records' }])
  })

  test('records of a newer version are refused with a sentence that says so', async () => {
    const place = await engine.place()
    await (await place.openUnattended()).close()
    await place.editor.exec(`INSERT INTO kysely_migration VALUES ('0099-something-new', '2030-01-01T00:00:00.000Z')`)
    const message = expect.stringMatching(/newer version .*0099-something-new/) as string
    for (const readOnly of [true, false]) await expect(place.openUnattended({ readOnly })).rejects.toMatchObject({ ...unusable, message })
  })

  test('a schema of something else is refused and left as it is; one that is not there is not made by who only reads', async () => {
    const place = await engine.place()
    await expect(place.openUnattended({ readOnly: true })).rejects.toMatchObject(unusable)
    await place.editor.exec(`CREATE SCHEMA ${place.schema}; CREATE TABLE shopping (list text)`)
    for (const readOnly of [true, false]) await expect(place.openUnattended({ readOnly })).rejects.toMatchObject(unusable)
    expect(await place.editor.all(`SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace`)).toEqual([
      { relname: 'shopping' },
    ])
  })

  test('who only reads cannot write, and says so', async () => {
    const place = await engine.place()
    const desk = await place.open()
    await desk.record({ audit: sampleAudit(1) })
    const reader = await place.open({ readOnly: true })
    expect(await reader.audits({ limit: 10 })).toHaveLength(1)
    await expect(reader.record({ audit: sampleAudit(2) })).rejects.toMatchObject(notWritten)
    await expect(reader.addRedirect('a', 'b')).rejects.toMatchObject(notWritten)
    expect(await reader.probe()).toBe(false)
  })

  test('replicas that write at the same time write one chain', async () => {
    const [place, signingKey] = [await engine.place(), temporaryKey()]
    const stores = await Promise.all([1, 2, 3].map(() => place.open({ signingKey })))
    const write = async (store: Store, from: number): Promise<void> => {
      for (let number = 0; number < 20; number += 1) {
        const calls = Array.from({ length: 5 }, (_, call) => from + number * 5 + call)
        store.begin(sampleAudit(from + number, { id: `begun_${from + number}` }))
        await Promise.all(calls.map((call) => store.record({ audit: sampleAudit(call), decision: sampleDecision(`{"n":${call % 7}}`) })))
        await store.end({ audit: sampleAudit(from + number, { id: `begun_${from + number}` }) })
      }
    }
    await Promise.all(stores.map((store, index) => write(store, index * 1000)))
    expect(await stores[0]?.verify()).toMatchObject({ intact: true, lines: 3 * 20 * 7 })
    expect(await place.editor.all('SELECT count(*) AS bodies FROM bodies')).toEqual([{ bodies: 7 }])
  })

  test('a commit waits for the disk also where the database was told not to', async () => {
    const place = await engine.place()
    await place.open()
    const client = await clientAt(place)
    await client.query('SET synchronous_commit = off')
    await beginWriting(client, { lockWaitMs: 1000, idleMs: 1000 })
    expect((await client.query('SHOW synchronous_commit')).rows).toEqual([{ synchronous_commit: 'on' }])
    await client.query('ROLLBACK')
    await client.query('SET synchronous_commit = remote_apply')
    await beginWriting(client, { lockWaitMs: 1000, idleMs: 1000 })
    expect((await client.query('SHOW synchronous_commit')).rows).toEqual([{ synchronous_commit: 'remote_apply' }])
  })

  test('whoever writes is waited for; whoever takes too long is not, and the next record is written', async () => {
    const place = await engine.place()
    const store = await place.open({ lockWaitMs: 50 })
    const other = await clientAt(place)
    await beginWriting(other, { lockWaitMs: 1000, idleMs: 60_000 })
    await expect(store.record({ audit: sampleAudit(1) })).rejects.toMatchObject(notWritten)
    await expect(store.addRedirect('a', 'b')).rejects.toMatchObject(notWritten)
    await other.query('ROLLBACK')
    await store.record({ audit: sampleAudit(2) })
    expect(await store.verify()).toMatchObject({ intact: true, lines: 1 })
  })

  test('a process that froze in its transaction does not keep others from writing', async () => {
    const place = await engine.place()
    const store = await place.open({ lockWaitMs: 10_000, answerWithinMs: 10_000 })
    await beginWriting(await clientAt(place), { lockWaitMs: 1000, idleMs: 100 })
    await store.record({ audit: sampleAudit(1) })
    expect(await store.verify()).toMatchObject({ intact: true, lines: 1 })
  })

  test('a line that does not arrive in its table is not acknowledged, whatever keeps it out', async () => {
    const place = await engine.place()
    const store = await place.open()
    // what acts between the look at the schema and the line that is added
    await place.editor.exec(`CREATE FUNCTION pg_temp.drops() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'`)
    await place.editor.exec(`CREATE TRIGGER drops BEFORE INSERT ON audits FOR EACH ROW EXECUTE FUNCTION pg_temp.drops()`)
    const { finish } = await import('../src/postgres/transaction.ts')
    const client = await clientAt(place)
    await client.query('BEGIN')
    const values = [1, 'call', 1, '', '{}', '']
    const text = 'INSERT INTO audits (seq, kind, at, tool, record, link) VALUES ($1, $2, $3, $4, $5, $6)'
    await expect(finish(client, [{ text, values, changes: 1 }], undefined)).rejects.toThrow('not written')
    expect(await store.audits({ limit: 1 })).toEqual([])
  })

  test.for([
    ['mysql://admin:hush-hush@127.0.0.1/records', /not an address like postgres:/],
    ['postgres://admin:hush-hush@[/records', /not an address like postgres:/],
    ['postgres://admin:hush-hush@127.0.0.1/records?sslmode=perhaps', /sslmode is none of/],
    ['postgres://admin:hush-hush@127.0.0.1:1/records', /could not be opened/],
    [serverUrl.replace(/\/\/[^@]*@/, '//nobody-here:hush-hush@'), /could not be opened/],
    [`${serverUrl.replace(/\/\/[^@]*@/, '//postgres:hush-hush@')}?sslmode=require`, /could not be opened/],
  ] as const)('%s is refused without a word of its password', async ([url, message]) => {
    const error: unknown = await openPostgresStore({ url }).catch((reason: unknown) => reason)
    expect(error).toMatchObject({ ...unusable, message: expect.stringMatching(message) as string })
    expect(inspect(error, { depth: 10, showHidden: true })).not.toContain('hush-hush')
  })

  test('whatever encrypts checks who answers, unless it is said to be of no concern', () => {
    const modeOf = (mode: string): unknown => {
      const config = clientConfig({
        url: `postgres://db.example/records?sslmode=${mode}`,
        schema: 'one',
        connectWithinMs: 1,
        readOnly: false,
      })
      const client = new Client(config)
      return (client as unknown as { readonly connectionParameters: { readonly ssl: unknown } }).connectionParameters.ssl
    }
    const modes = ['disable', 'prefer', 'require', 'verify-ca', 'verify-full', 'no-verify']
    expect(modes.map(modeOf)).toEqual([false, {}, {}, {}, {}, { rejectUnauthorized: false }])
  })

  /** A store over a way that can be cut. */
  async function overWay(): Promise<{ readonly store: Store; readonly way: Way; readonly place: Place }> {
    const place = await engine.place()
    const way = await wayTo(await databaseUrl())
    const store = await openPostgresStore({ url: way.url, schema: place.schema, answerWithinMs: 300, retryEveryMs: 50 })
    onTestFinished(() => store.close())
    return { store, way, place }
  }

  const works = (store: Store): Promise<boolean> =>
    store.record({ audit: sampleAudit(9) }).then(
      () => true,
      () => false,
    )

  test.each(['cut', 'stop'] as const)(
    'when the server is gone (%s), records are refused and questions fail; both come back by themselves',
    async (how) => {
      const { store, way } = await overWay()
      await store.record({ audit: sampleAudit(1) })
      way[how]()
      await expect(store.record({ audit: sampleAudit(2) })).rejects.toMatchObject({
        ...notWritten,
        message: 'The record could not be written.',
      })
      await expect(store.audits({ limit: 1 })).rejects.toMatchObject({ code: 'INTERNAL' })
      await expect(store.addRedirect('a', 'b')).rejects.toMatchObject(notWritten)
      expect(await store.probe()).toBe(false)
      way.open()
      await expect.poll(() => works(store), { timeout: 10_000 }).toBe(true)
      expect(await store.probe()).toBe(true)
      expect(await store.verify()).toMatchObject({ intact: true })
      expect((await store.lines({ limit: 1, oldestFirst: true })).map(({ id }) => id)).toEqual(['aud_1'])
    },
  )

  test('questions and works that are under way when the server goes are answered with a refusal, and nothing else falls', async () => {
    const { store, way } = await overWay()
    await store.record({ audit: sampleAudit(1) })
    await store.audits({ limit: 1 })
    way.stop()
    const asked = [store.audits({ limit: 1 }), store.verify(), store.head(), store.addRedirect('a', 'b')]
    const refused = Promise.allSettled(asked)
    await new Promise(setImmediate)
    way.cut()
    const codes = (await refused).map((outcome) =>
      outcome.status === 'rejected' ? (outcome.reason as { readonly code: string }).code : 'none',
    )
    expect(codes).toEqual(['INTERNAL', 'INTERNAL', 'INTERNAL', 'RECORD_NOT_WRITTEN'])
  })

  test('a store can be closed also while the server hangs', async () => {
    const { store, way } = await overWay()
    await store.record({ audit: sampleAudit(1) })
    await Promise.all([store.audits({ limit: 1 }), store.head()])
    way.stop()
    await store.close()
    await expect(store.audits({ limit: 1 })).rejects.toMatchObject({ code: 'INTERNAL' })
  })

  test('a server that is gone is looked for again at a bounded pace', async () => {
    const { way, store } = await overWay()
    way.cut()
    await expect(store.record({ audit: sampleAudit(1) })).rejects.toMatchObject(notWritten)
    const before = way.tried()
    await Promise.all(Array.from({ length: 50 }, () => expect(store.record({ audit: sampleAudit(2) })).rejects.toMatchObject(notWritten)))
    expect(way.tried() - before).toBeLessThan(5)
  })
})

// SQLSTATE codes of PostgreSQL's manual, appendix A
test.for([
  ['admin_shutdown', '57P01', true, true],
  ['cannot_connect_now', '57P03', true, true],
  ['read_only_sql_transaction', '25006', true, true],
  ['lock_not_available', '55P03', true, false],
  ['disk_full', '53100', true, false],
  ['unique_violation', '23505', false, false],
  ['undefined_table', '42P01', false, false],
] as const)('after %s (%s): away %s, a new connection is wanted %s', ([, code, away, lost]) => {
  const error = Object.assign(new Error('from PostgreSQL'), { severity: 'ERROR', code })
  expect([isAway(error), connectionIsLost(error)]).toEqual([away, lost])
})

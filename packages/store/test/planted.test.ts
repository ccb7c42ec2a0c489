import { createPublicKey } from 'node:crypto'
import { DatabaseSync } from 'node:sqlite'
import { expect, test, vi } from 'vitest'
import { createSignatureCheck, openSqliteStore, temporaryKey } from '../src/index.ts'
import { createSigner } from '../src/signing.ts'
import { forgottenBody } from '../src/statements.ts'
import { createBodyCheck } from '../src/engine/body-check.ts'
import { dialectOver } from '../src/sqlite/dialect.ts'
import type { Tables } from '../src/engine/tables.ts'
import { Kysely } from 'kysely'
import { onEveryEngine, type Engine } from './engines.ts'
import { sampleAudit, sampleDecision } from './sample-records.ts'
import { temporaryFile } from './temporary-store.ts'

// opening a file starts a thread, which takes its time on a busy machine
vi.setConfig({ testTimeout: 60_000 })

/** What somebody may plant, and how it is taken away again. `copies` is a table of theirs. */
const planted = {
  SQLite: [
    [
      'a trigger that drops lines',
      `CREATE TRIGGER planted BEFORE INSERT ON audits BEGIN SELECT RAISE(IGNORE); END`,
      'DROP TRIGGER planted',
    ],
    [
      'a trigger that takes lines away again',
      `CREATE TRIGGER planted AFTER INSERT ON audits BEGIN DELETE FROM audits WHERE seq = NEW.seq; END`,
      'DROP TRIGGER planted',
    ],
    [
      'a trigger that copies',
      `CREATE TABLE copies (record); CREATE TRIGGER planted AFTER INSERT ON audits BEGIN INSERT INTO copies VALUES (NEW.record); END`,
      'DROP TRIGGER planted; DROP TABLE copies',
    ],
    ['a view', `CREATE VIEW planted AS SELECT * FROM audits`, 'DROP VIEW planted'],
    ['a table', `CREATE TABLE planted (record)`, 'DROP TABLE planted'],
    ['an index', `CREATE INDEX planted ON audits (tool)`, 'DROP INDEX planted'],
  ],
  PostgreSQL: [
    [
      'a trigger that drops lines',
      `CREATE FUNCTION pg_temp.drops() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
       CREATE TRIGGER planted BEFORE INSERT ON audits FOR EACH ROW EXECUTE FUNCTION pg_temp.drops()`,
      'DROP TRIGGER planted ON audits',
    ],
    [
      'a function and a trigger that copies',
      `CREATE FUNCTION planted() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
       CREATE TRIGGER planted AFTER INSERT ON audits FOR EACH ROW EXECUTE FUNCTION planted()`,
      'DROP FUNCTION planted CASCADE',
    ],
    ['a rule', `CREATE RULE planted AS ON INSERT TO audits DO INSTEAD NOTHING`, 'DROP RULE planted ON audits'],
    [
      'row security',
      `ALTER TABLE audits ENABLE ROW LEVEL SECURITY; CREATE POLICY planted ON audits USING (false)`,
      'DROP POLICY planted ON audits; ALTER TABLE audits DISABLE ROW LEVEL SECURITY',
    ],
    ['an heir, whose lines are read along', `CREATE TABLE planted () INHERITS (audits)`, 'DROP TABLE planted'],
    ['a view', `CREATE VIEW planted AS SELECT * FROM audits`, 'DROP VIEW planted'],
    ['a table', `CREATE TABLE planted (record text)`, 'DROP TABLE planted'],
    ['an index', `CREATE INDEX planted ON audits (tool)`, 'DROP INDEX planted'],
  ],
} as const

const onlyOf = {
  SQLite: [
    ['a body that is bytes and not text', `UPDATE bodies SET body = CAST(body AS BLOB)`, { firstBad: 1, fault: 'body' }],
    [
      'an index that lacks a line',
      `PRAGMA writable_schema = ON; UPDATE sqlite_master SET sql = replace(sql, '("at")', '("seq")') WHERE name = 'audits_by_time'`,
      { firstBad: 0, fault: 'damaged' },
    ],
  ],
  PostgreSQL: [
    ['a column that repeats something else than its record', `UPDATE audits SET outcome = 'failed'`, { firstBad: 1, fault: 'changed' }],
    ['a column that is not ours', `ALTER TABLE audits ADD COLUMN more text`, { firstBad: 0, fault: 'schema' }],
    [
      'a value that is made up for what is not given',
      `ALTER TABLE audits ALTER COLUMN subject SET DEFAULT 'x'`,
      { firstBad: 0, fault: 'schema' },
    ],
  ],
} as const satisfies Readonly<Record<Engine['name'], unknown>>

onEveryEngine((engine) => {
  test.each<readonly [what: string, plant: string, remove: string]>(planted[engine.name])(
    '%s: nothing is recorded into it, verify finds it, and no desk starts over it',
    async (_what, plant, remove) => {
      const [place, signingKey] = [await engine.place(), temporaryKey()]
      const store = await place.open({ signingKey })
      await store.record({ audit: sampleAudit(1) })
      await place.editor.exec(plant)
      await expect(store.record({ audit: sampleAudit(2) })).rejects.toMatchObject({ code: 'RECORD_NOT_WRITTEN' })
      expect(await place.editor.all('SELECT count(*) AS lines FROM audits')).toEqual([{ lines: 1 }])
      expect(await store.verify()).toEqual({ intact: false, firstBad: 0, fault: 'schema' })
      const message = expect.stringMatching(/planted|audits/) as string
      await expect(place.openUnattended({ signingKey })).rejects.toMatchObject({ code: 'CONFIG_INVALID', message })
      await place.editor.exec(remove)
      await store.record({ audit: sampleAudit(2) })
      expect(await store.verify()).toMatchObject({ intact: true, lines: 2 })
    },
  )

  test('counts that ANALYZE leaves are no reason not to start', async () => {
    const place = await engine.place()
    const store = await place.open()
    await store.record({ audit: sampleAudit(1) })
    await place.editor.exec('ANALYZE')
    await store.record({ audit: sampleAudit(2) })
    expect(await store.verify()).toMatchObject({ intact: true })
  })

  test.each<readonly [what: string, sql: string, expected: object]>([
    ['another salt', `UPDATE bodies SET salt = 'x'`, { firstBad: 1, fault: 'body' }],
    ['another digest, under which it would be found for another body', `UPDATE bodies SET digest = 'x'`, { firstBad: 1, fault: 'body' }],
    ['a merge nobody signed', `INSERT INTO redirects VALUES ('001-acme', '001-evil', NULL)`, { firstBad: 0, fault: 'redirect' }],
    [
      'a merge with another’s signature',
      `INSERT INTO redirects SELECT '001-acme', to_account, signature FROM redirects`,
      { firstBad: 0, fault: 'redirect' },
    ],
    ['a merge that leads elsewhere', `UPDATE redirects SET to_account = '001-evil'`, { firstBad: 0, fault: 'redirect' }],
    ...onlyOf[engine.name],
  ])('verify finds %s', async (_what, sql, expected) => {
    const place = await engine.place()
    const store = await place.open()
    await store.record({ audit: sampleAudit(1), decision: sampleDecision() })
    await store.addRedirect('001-old', '001-new')
    await place.editor.exec(sql)
    expect(await store.verify()).toEqual({ intact: false, ...expected })
  })

  test('a merge nobody signed is not followed', async () => {
    const place = await engine.place()
    const store = await place.open()
    await store.addRedirect('001-old', '001-new')
    await place.editor.exec(`INSERT INTO redirects SELECT '001-acme', '001-evil', signature FROM redirects`)
    expect(await store.redirects()).toEqual(new Map([['001-old', '001-new']]))
  })
})

test('what a planted thing is called cannot write on a screen', async () => {
  const file = await temporaryFile()
  await (await openSqliteStore({ file })).close()
  {
    using editor = new DatabaseSync(file)
    editor.exec(`CREATE VIEW "\u001b[2Jgone\u202e${'x'.repeat(200)}" AS SELECT 1`)
  }
  const error = await openSqliteStore({ file }).catch((reason: unknown) => reason)
  expect(error).toMatchObject({ message: expect.stringMatching(/view \\u001b\[2Jgone\\u202ex+\. /) })
  expect((error as Error).message.length).toBeLessThan(400)
})

test('a line that does not arrive in the table is not acknowledged, whatever keeps it out', async () => {
  const { createAppender } = await import('../src/sqlite/appender.ts')
  using database = new DatabaseSync(':memory:')
  database.exec(`
    CREATE TABLE audits (seq INTEGER PRIMARY KEY, kind, at, tool, customer, decision_id, record, config_change, body_sha256, link);
    CREATE TABLE chain_start (link);
    CREATE TRIGGER drops BEFORE INSERT ON audits BEGIN SELECT RAISE(IGNORE); END`)
  const appender = createAppender(database, () => {})
  expect(() => appender.append({ kind: 'call', at: 1, record: '{}' })).toThrow('not added')
})

test('that a body was forgotten is said for lines up to a number, and for none after it', async () => {
  using database = new DatabaseSync(':memory:')
  database.exec('CREATE TABLE bodies (sha256, body, forgotten, salt, digest)')
  const key = temporaryKey()
  const signature = createSigner(key)('forgotten', forgottenBody('name', 7))
  const enter = database.prepare(`INSERT INTO bodies VALUES (?, '', ?, NULL, NULL)`)
  enter.run('name', `7.${signature}`)
  enter.run('moved', `7.${signature}`)
  enter.run('stretched', `9.${createSigner(key)('forgotten', forgottenBody('stretched', 7))}`)
  const check = createBodyCheck(new Kysely<Tables>({ dialect: dialectOver(database) }), createSignatureCheck(createPublicKey(key)))
  await check.load(['name', 'moved', 'stretched'])
  expect([6, 7, 8].map((seq) => check.isRight('name', seq, false))).toEqual([true, true, false])
  expect(['moved', 'stretched'].map((name) => check.isRight(name, 1, false))).toEqual([false, false])
})

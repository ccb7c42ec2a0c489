import { mkdir, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { nextLink, sha256 } from '../src/chain.ts'
import { noon, sampleAudit } from './sample-records.ts'
import { openStore, temporaryFile } from './temporary-store.ts'

/** A file as the first version of the store left it, with people named in its records. */
async function oldFile(): Promise<string> {
  const file = await temporaryFile()
  await mkdir(dirname(file))
  using database = new DatabaseSync(file)
  database.exec(`
    CREATE TABLE audits (seq integer primary key autoincrement, at bigint not null, tool text not null, customer text, decision_id text,
      record text not null, config_change text, body_sha256 text, link text not null);
    CREATE INDEX audits_by_time ON audits (at);
    CREATE TABLE bodies (sha256 text primary key, body text not null);
    CREATE TABLE redirects (from_account text not null primary key, to_account text not null) without rowid;
    CREATE TABLE kysely_migration (name varchar(255) not null primary key, timestamp varchar(255) not null);
    CREATE TABLE kysely_migration_lock (id varchar(255) not null primary key, is_locked integer not null default 0);
    INSERT INTO kysely_migration VALUES ('0001-audit-and-decisions', '2026-11-01T00:00:00.000Z');
    INSERT INTO kysely_migration_lock VALUES ('migration_lock', 0);
  `)
  const insert = database.prepare(
    'INSERT INTO audits (at, tool, customer, decision_id, record, config_change, body_sha256, link) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  )
  let link = ''
  for (let number = 0; number < 6; number += 1) {
    const audit = sampleAudit(number, number < 3 ? { customer: 'account:001Zenith77', input: { account_id: '001Zenith77' } } : {})
    const body = `{"number":${number},"account":"${audit.customer}"}`
    database.prepare('INSERT INTO bodies VALUES (?, ?)').run(sha256(body), body)
    const record = JSON.stringify(audit)
    link = nextLink(link, record, 'change', sha256(body))
    insert.run(audit.at, audit.tool, audit.customer ?? null, audit.decisionId ?? null, record, 'change', sha256(body), link)
  }
  return file
}

test('records of the first version are read, verified and continued', async () => {
  const store = await openStore({ file: await oldFile() })
  await store.record({ audit: sampleAudit(6) })
  expect((await store.audits({ limit: 10 })).map(({ id }) => id)).toEqual([6, 5, 4, 3, 2, 1, 0].map((number) => `aud_${number}`))
  expect((await store.lines({ customer: 'account:001Zenith77', limit: 10 })).map(({ kind }) => kind)).toEqual(['call', 'call', 'call'])
  expect(await store.verify()).toMatchObject({ intact: true, lines: 7 })
})

test('a person who is named in records of the first version is forgotten with these records', async () => {
  const file = await oldFile()
  const store = await openStore({ file })
  expect(await store.forget('account:001Zenith77', noon)).toMatchObject({ blanked: 3, decisions: 3, wiped: true })
  expect((await readFile(file)).toString('latin1')).not.toContain('001Zenith77')
  expect((await store.audits({ limit: 10 })).map(({ id }) => id)).toEqual(['aud_5', 'aud_4', 'aud_3'])
  expect(await store.verify()).toMatchObject({ intact: true })
})

import { mkdir, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Kysely } from 'kysely'
import { Migrator } from 'kysely/migration'
import { expect, test, vi } from 'vitest'
import { nextLink, sha256 } from '../src/chain.ts'
import { dialectOver } from '../src/sqlite/dialect.ts'
import { migrationsWith } from '../src/sqlite/migrations.ts'
import { noon, sampleAudit } from './sample-records.ts'
import { openStore, temporaryFile } from './temporary-store.ts'

// opening a file starts a thread, which takes its time on a busy machine
vi.setConfig({ testTimeout: 60_000 })

/** A file as the first version of the store left it, with people named in its records. */
async function oldFile(): Promise<string> {
  const file = await temporaryFile()
  await mkdir(dirname(file))
  using database = new DatabaseSync(file)
  const firstStep = Object.fromEntries(Object.entries(migrationsWith(() => '')).slice(0, 1))
  const db = new Kysely({ dialect: dialectOver(database) })
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve(firstStep) } })
  expect((await migrator.migrateToLatest({ disableTransactions: true })).error).toBeUndefined()
  database.exec(`INSERT INTO redirects VALUES ('001-old', '001-new')`)
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

test('merges that an older version remembered are signed when they are taken over, and no others', async () => {
  const file = await oldFile()
  const store = await openStore({ file })
  expect(await store.redirects()).toEqual(new Map([['001-old', '001-new']]))
  using editor = new DatabaseSync(file)
  editor.exec(`INSERT INTO redirects (from_account, to_account) VALUES ('001-acme', '001-evil')`)
  expect(await store.redirects()).toEqual(new Map([['001-old', '001-new']]))
})

test('a body whose hash in the chain has no salt takes its line with it when it is forgotten', async () => {
  const file = await oldFile()
  const store = await openStore({ file })
  await store.forget('account:001Zenith77', noon)
  using reader = new DatabaseSync(file, { readOnly: true })
  const told = reader
    .prepare('SELECT count(*) AS lines FROM audits WHERE body_sha256 = ?')
    .get(sha256('{"number":0,"account":"account:001Zenith77"}'))
  expect(told).toEqual({ lines: 0 })
})

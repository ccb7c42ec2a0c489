import { stat } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { auditLine, type AuditRecord } from '../src/index.ts'
import { onEveryEngine } from './engines.ts'
import { sampleAudit, sampleDecision } from './sample-records.ts'
import { openStore, temporaryFile } from './temporary-store.ts'

onEveryEngine((engine) => {
  test('a record and its decision are in the file before record() resolves', async () => {
    const { open, editor } = await engine.place()
    const store = await open()
    await store.record({ audit: sampleAudit(1), decision: sampleDecision() })
    const [row] = await editor.all('SELECT record, body FROM audits JOIN bodies ON sha256 = body_sha256')
    const { subject: _subject, customer: _customer, input: _input, ...rest } = sampleAudit(1)
    expect(JSON.parse(String(row?.['record']))).toMatchObject({ ...rest, kind: 'call' })
    expect(row?.['body']).toBe(sampleDecision().body)
  })

  test('a record comes back as it was given, also one without a decision', async () => {
    const store = await engine.store()
    const { decisionId: _decision, customer: _customer, ...refused } = sampleAudit(2, { outcome: 'refused' })
    await Promise.all([store.record({ audit: sampleAudit(1), decision: sampleDecision() }), store.record({ audit: refused })])
    expect(await store.decided('dec_1')).toEqual({ audit: sampleAudit(1), ...sampleDecision() })
    expect(await store.audits({ limit: 10 })).toEqual([refused, sampleAudit(1)])
    expect(await store.decided('dec_2')).toBeUndefined()
  })

  test('two hundred records made at once share a few commits', async () => {
    const store = await engine.store()
    await Promise.all(Array.from({ length: 200 }, (_, number) => store.record({ audit: sampleAudit(number) })))
    expect(store.stats()).toMatchObject({ written: 200, pending: 0 })
    expect(store.stats().batches).toBeLessThanOrEqual(3)
    expect(await store.audits({ limit: 1000 })).toHaveLength(200)
  })

  test('records of one turn share one commit', async () => {
    const store = await engine.store()
    const records: Promise<void>[] = []
    for (let number = 1; number <= 50; number += 1) {
      records.push(store.record({ audit: sampleAudit(number) }))
      await Promise.resolve()
    }
    await Promise.all(records)
    expect(store.stats().batches).toBe(1)
  })

  test('records that arrive while a commit is under way share the next one', async () => {
    const store = await engine.store()
    const first = store.record({ audit: sampleAudit(0) })
    await new Promise(setImmediate)
    const later: Promise<void>[] = []
    for (let number = 1; number <= 50; number += 1) {
      later.push(store.record({ audit: sampleAudit(number) }))
      await Promise.resolve()
    }
    await Promise.all([first, ...later])
    expect(store.stats().batches).toBe(2)
  })

  test('equal decision bodies are kept once', async () => {
    const { open, editor } = await engine.place()
    const store = await open()
    const bodies = ['{"rule":"a"}', '{"rule":"b"}']
    const entry = (number: number) => ({ audit: sampleAudit(number), decision: sampleDecision(bodies[number % 2]) })
    await Promise.all(Array.from({ length: 20 }, (_, number) => store.record(entry(number))))
    await store.record(entry(20))
    expect(await editor.all('SELECT count(*) AS kept FROM bodies')).toEqual([{ kept: 2 }])
    expect(await editor.all('SELECT count(body_sha256) AS decisions FROM audits')).toEqual([{ decisions: 21 }])
    expect((await store.decided('dec_7'))?.body).toBe('{"rule":"b"}')
  })

  test('of several records that name a decision, the first that has one stands', async () => {
    const store = await engine.store()
    await store.record({ audit: sampleAudit(1, { id: 'aud_none' }) })
    expect(await store.decided('dec_1')).toBeUndefined()
    for (const rule of ['first', 'second'])
      await store.record({ audit: sampleAudit(1, { id: `aud_${rule}` }), decision: sampleDecision(rule) })
    expect(await store.decided('dec_1')).toMatchObject({ audit: { id: 'aud_first' }, body: 'first' })
  })

  test('a record is one line without raw control, bidi or invisible characters, whatever the input holds', async () => {
    const { open, editor } = await engine.place()
    const store = await open()
    const hostile = [
      'line\r\nline\u2028line\u2029line\u0085line',
      '\u001b[2J\u009b31m\u0000\u007f',
      '\u202eevil\u2066\u200b\ufeff',
      '\u{e0041}\u{e007f}',
      "'); DROP TABLE audits; --",
      '\ud800 alone',
    ]
    const audits = hostile.map((text, number) =>
      sampleAudit(number, {
        input: { [text]: text, account_id: text, email: text },
        subject: text,
        result: text,
        customer: text,
        tool: text,
      }),
    )
    await Promise.all(audits.map((audit) => store.record({ audit, decision: { configChange: audit.result, body: JSON.stringify(audit) } })))
    const kept = await editor.all('SELECT record FROM audits ORDER BY seq')
    const lines = kept.map((row) => String(row['record']))
    expect(lines).toHaveLength(hostile.length)
    for (const line of lines) expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
    const read = await store.lines({ limit: 100, oldestFirst: true })
    expect(read).toEqual(audits.map((audit, number) => ({ ...audit, kind: 'call', seq: number + 1 })))
    for (const line of read.map(auditLine)) expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
    expect(read.map(auditLine).map((line): unknown => JSON.parse(line))).toEqual(read)
    expect(await store.verify()).toMatchObject({ intact: true, head: { seq: hostile.length } })
  })

  test.for([
    ['a decision without an id', { decisionId: undefined }],
    ['a record without a moment', { at: Number.NaN }],
    ['a record of no time at all', { at: Infinity }],
  ] as const)('%s is refused', async ([, changes]) => {
    const store = await engine.store()
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what a caller without types could hand in
    const audit = sampleAudit(1, changes as Partial<AuditRecord>)
    await expect(store.record({ audit, decision: sampleDecision() })).rejects.toMatchObject({ code: 'RECORD_NOT_WRITTEN' })
    expect(await store.verify()).toMatchObject({ intact: true, head: { seq: 0 } })
  })

  test('what is not plain data is refused alone; its neighbours are written', async () => {
    const store = await engine.store()
    const circle: Record<string, unknown> = {}
    circle['self'] = circle
    const bad = store.record({ audit: { ...sampleAudit(2), scopes: [circle as never] } })
    const good = [store.record({ audit: sampleAudit(1) }), store.record({ audit: sampleAudit(3) })]
    await expect(bad).rejects.toMatchObject({ code: 'RECORD_NOT_WRITTEN' })
    await Promise.all(good)
    expect((await store.audits({ limit: 10 })).map((audit) => audit.id)).toEqual(['aud_3', 'aud_1'])
  })

  test('a batch the database refuses halfway leaves nothing behind, and the next is written', async () => {
    const { open, editor } = await engine.place()
    const store = await open()
    // a pseudonym nobody can read, in the place of the second one's; or a line in the place of the second one
    const [poison, cure] =
      engine.name === 'SQLite'
        ? [`INSERT INTO persons (pseudonym, identifier, month) VALUES (x'00', '"account:refused"', '2026-11')`, '']
        : [`INSERT INTO audits (seq, kind, at, tool, record, link) VALUES (2, 'call', 0, '', '', '')`, 'DELETE FROM audits']
    await editor.exec(poison)
    const audits = [sampleAudit(1), sampleAudit(2, { customer: 'account:refused' })]
    const refused = audits.map((audit) => store.record({ audit, decision: sampleDecision() }))
    for (const record of refused) await expect(record).rejects.toMatchObject({ code: 'RECORD_NOT_WRITTEN' })
    expect(await editor.all('SELECT count(*) AS kept FROM bodies')).toEqual([{ kept: 0 }])
    await editor.exec(cure)
    await store.record({ audit: sampleAudit(3), decision: sampleDecision() })
    expect(await store.decided('dec_1')).toBeUndefined()
    expect(await store.decided('dec_3')).toMatchObject(sampleDecision())
    expect(await store.verify()).toMatchObject({ intact: true })
  })

  test('no more wait than was agreed; the next is refused at once', async () => {
    const store = await engine.store({ maxPending: 3 })
    const accepted = [1, 2, 3].map((number) => store.record({ audit: sampleAudit(number) }))
    await expect(store.record({ audit: sampleAudit(4) })).rejects.toMatchObject({ code: 'RECORD_NOT_WRITTEN' })
    await Promise.all(accepted)
    await store.record({ audit: sampleAudit(5) })
    expect(store.stats()).toMatchObject({ written: 4, pending: 0 })
  })

  test('close writes everything accepted, then takes nothing more', async () => {
    const { openUnattended, editor } = await engine.place()
    const store = await openUnattended()
    const accepted = Array.from({ length: 2500 }, (_, number) => store.record({ audit: sampleAudit(number) }))
    await store.close()
    await Promise.all(accepted)
    await expect(store.record({ audit: sampleAudit(1) })).rejects.toMatchObject({ code: 'RECORD_NOT_WRITTEN' })
    await expect(store.audits({ limit: 1 })).rejects.toMatchObject({ code: 'INTERNAL' })
    expect(await editor.all('SELECT count(*) AS kept FROM audits')).toEqual([{ kept: 2500 }])
    await store.close()
  })
})

test('the file and its companions can be read by their owner only', async () => {
  const file = await temporaryFile()
  const store = await openStore({ file })
  await store.record({ audit: sampleAudit(1) })
  for (const name of [file, `${file}-wal`, `${file}-shm`]) expect((await stat(name)).mode & 0o777).toBe(0o600)
})

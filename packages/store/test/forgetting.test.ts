import { expect, test, vi } from 'vitest'
import { temporaryKey, type AuditRecord, type Store } from '../src/index.ts'
import { sha256 } from '../src/chain.ts'
import { onEveryEngine, type Engine, type Place } from './engines.ts'
import { noon, sampleAudit, sampleDecision } from './sample-records.ts'

// opening a file starts a thread, which takes its time on a busy machine
vi.setConfig({ testTimeout: 60_000 })

const zenith = '001Zenith77'

/** The audit record of a call that came to no account. */
function unidentified(number: number, input: Readonly<Record<string, string>>, customer?: string): AuditRecord {
  const { customer: _customer, ...audit } = sampleAudit(number, { input })
  return customer === undefined ? audit : { ...audit, customer }
}

const bodiesIn = async ({ editor }: Place): Promise<string> => JSON.stringify(await editor.all('SELECT * FROM bodies'))

/** Two processes over one file: one in which a call is under way, one that forgets. */
async function deskAndCommand(engine: Engine): Promise<{ place: Place; desk: Store; command: Store }> {
  const [place, signingKey] = [await engine.place(), temporaryKey()]
  return { place, desk: await place.open({ signingKey }), command: await place.open({ signingKey }) }
}

const ended = (number: number, changes: Partial<AuditRecord> = {}) => ({
  audit: sampleAudit(number, { customer: `account:${zenith}`, input: { account_id: zenith }, ...changes }),
  decision: sampleDecision(`{"account_id":"${zenith}","n":${number}}`),
})

onEveryEngine((engine) => {
  test.each([
    ['an account that was not identified, by its id', unidentified(1, { account_id: zenith }), `account:${zenith}`],
    ['an address nobody was found by', unidentified(1, { email: 'hash-of-jane' }, 'email:hash-of-jane'), 'email:hash-of-jane'],
    ['an account that only the body mentions', unidentified(1, { email: 'hash-of-jane' }, 'email:hash-of-jane'), `account:${zenith}`],
  ] as const)('the decision about %s is forgotten with them, and others’ stay', async (_what, audit, name) => {
    const place = await engine.place()
    const store = await place.open()
    await store.record({ audit, decision: sampleDecision(`{"status":"unavailable","asked":"${zenith}"}`) })
    await store.record({ audit: sampleAudit(2), decision: sampleDecision('{"other":true}') })
    await store.record({ audit: sampleAudit(3, { customer: 'account:child' }), decision: sampleDecision(`{"parent":"${zenith}"}`) })
    expect(await store.forget(name, noon)).toMatchObject({ decisions: 1 })
    expect(await store.decided('dec_1')).toBeUndefined()
    expect(await store.decided('dec_2')).toBeDefined()
    expect(await store.decided('dec_3')).toBeDefined()
    expect(await store.verify()).toMatchObject({ intact: true })
  })

  test('who has several names is forgotten, and found, under all of them at once', async () => {
    const store = await engine.store()
    const names = ['account:001NwAcmeRobot1', 'account:001NwAcmeRobot1IRA']
    for (const [number, name] of names.entries()) {
      const audit = unidentified(number, { account_id: name.slice(8) })
      await store.record({ audit, decision: sampleDecision(`{"n":${number}}`) })
    }
    expect(await store.lines({ customer: names, limit: 10 })).toHaveLength(2)
    expect(await store.forget(names, noon)).toMatchObject({ pseudonyms: 2, decisions: 2 })
    expect(await store.lines({ customer: names, limit: 10 })).toEqual([])
  })

  test('a caller is forgotten by their subject; what they asked about is not', async () => {
    const store = await engine.store()
    await store.record({ audit: sampleAudit(1, { subject: 'jane@agents.example' }), decision: sampleDecision() })
    await store.record({ audit: sampleAudit(2, { subject: 'joe@agents.example' }) })
    expect(await store.forget('subject:jane@agents.example', noon)).toMatchObject({ pseudonyms: 1, decisions: 0 })
    const subjects = (await store.audits({ limit: 10 })).map(({ subject }) => subject)
    expect(subjects).toEqual(['joe@agents.example', expect.stringMatching(/^person:/)])
    expect(await store.decided('dec_1')).toBeDefined()
  })

  test('what a forgotten body said cannot be confirmed by trying: nothing in the file is a hash of it alone', async () => {
    const place = await engine.place()
    const store = await place.open()
    const body = `{"account_id":"${zenith}"}`
    await store.record({ audit: sampleAudit(1, { customer: `account:${zenith}` }), decision: sampleDecision(body) })
    await store.record({ audit: sampleAudit(2, { customer: `account:${zenith}` }), decision: sampleDecision(body) })
    expect(await place.editor.all('SELECT * FROM bodies')).toHaveLength(1)
    await store.forget(`account:${zenith}`, noon)
    const everything = JSON.stringify([await place.editor.all('SELECT * FROM audits'), await place.editor.all('SELECT * FROM bodies')])
    expect(everything).not.toContain(sha256(body))
    expect(await place.editor.all('SELECT body, salt, digest FROM bodies')).toEqual([{ body: '', salt: null, digest: null }])
  })

  test('equal bodies are kept once also by a store that is opened again, and each file has its own names for them', async () => {
    const names: unknown[] = []
    for (const place of [await engine.place(), await engine.place()]) {
      for (const number of [1, 2]) {
        const store = await place.openUnattended()
        await store.record({ audit: sampleAudit(number), decision: sampleDecision() })
        await store.close()
      }
      const kept = await place.editor.all('SELECT DISTINCT body_sha256 FROM audits')
      expect(kept).toHaveLength(1)
      names.push(kept[0]?.['body_sha256'])
    }
    expect(names[0]).not.toBe(names[1])
  })

  test.each([
    ['the customer it named', { account_id: zenith }],
    ['the customer it turned out to be about', { email: 'hash-of-jane' }],
  ] as const)('a call that was under way while %s was forgotten brings nobody back', async (_what, input) => {
    const { place, desk, command } = await deskAndCommand(engine)
    await desk.record(ended(1))
    desk.begin(sampleAudit(2, { input }))
    await desk.record({ audit: sampleAudit(3) })
    await command.forget(`account:${zenith}`, noon)
    await desk.end(ended(2, { input }))
    expect(await desk.lines({ customer: `account:${zenith}`, limit: 10 })).toEqual([])
    expect(JSON.stringify(await place.editor.all('SELECT identifier FROM persons'))).not.toContain(zenith)
    expect(await bodiesIn(place)).not.toContain(zenith)
    const [begin, end] = await place.editor.all(`SELECT record, customer FROM audits WHERE ${engine.field('id')} = 'aud_2' ORDER BY seq`)
    const people = (row: Record<string, unknown> | undefined) => {
      const { subject, account_id: account, email } = JSON.parse(String(row?.['record'])) as Record<string, unknown>
      return { subject, account, email }
    }
    expect(people(end)).toEqual(people(begin))
    expect(end?.['customer']).toBeNull()
    expect(await desk.verify()).toMatchObject({ intact: true })
  })

  test('a call that was under way while somebody else was forgotten keeps its decision', async () => {
    const { desk, command } = await deskAndCommand(engine)
    await desk.record(ended(1))
    await desk.record({ audit: sampleAudit(3, { customer: 'account:else' }) })
    desk.begin(sampleAudit(2, { input: { account_id: zenith } }))
    await desk.record({ audit: sampleAudit(4) })
    await command.forget('account:else', noon)
    await desk.end(ended(2))
    expect(await desk.decided('dec_2')).toMatchObject({ audit: { customer: `account:${zenith}` } })
  })

  test('an end finds its beginning also in a file that was opened anew', async () => {
    const [place, signingKey] = [await engine.place(), temporaryKey()]
    const before = await place.openUnattended({ signingKey })
    before.begin(sampleAudit(1, { input: { account_id: zenith } }))
    await before.record({ audit: sampleAudit(2) })
    await before.forget(`account:${zenith}`, noon)
    await before.close()
    const store = await place.open({ signingKey })
    await store.end(ended(1))
    expect(await store.lines({ customer: `account:${zenith}`, limit: 10 })).toEqual([])
    expect(await store.verify()).toMatchObject({ intact: true })
  })

  test('of two lines that bear one signature that a body was forgotten, the later is not excused by it', async () => {
    const { place, desk } = await deskAndCommand(engine)
    await desk.record(ended(1))
    await desk.forget(`account:${zenith}`, noon)
    await desk.record(ended(2))
    // the body of the later line made to look like the one that was lawfully forgotten
    await place.editor.exec(`UPDATE audits SET link = 'x', body_sha256 = (SELECT body_sha256 FROM audits WHERE seq = 1) WHERE seq = 3`)
    expect(await desk.verify()).toMatchObject({ intact: false, firstBad: 3 })
  })
})

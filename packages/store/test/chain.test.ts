import { createPublicKey } from 'node:crypto'
import { expect, test } from 'vitest'
import { nextLink } from '../src/chain.ts'
import { createSignatureCheck, temporaryKey, type Checkpoint } from '../src/index.ts'
import { onEveryEngine, type Engine, type Place } from './engines.ts'
import { sampleAudit, sampleDecision } from './sample-records.ts'

const isSigned = createSignatureCheck(createPublicKey(temporaryKey()))

/** A place with twelve records, every other one with a decision. */
async function placeWithTwelve(engine: Engine): Promise<Place> {
  const place = await engine.place()
  const store = await place.openUnattended()
  for (let number = 1; number <= 12; number += 1) {
    const audit = sampleAudit(number)
    await store.record(number % 2 === 0 ? { audit, decision: sampleDecision(`{"number":${number}}`) } : { audit })
  }
  await store.close()
  return place
}

const edits: readonly (readonly [what: string, sql: string, firstBad: number])[] = [
  ['one letter of a record', `UPDATE audits SET record = replace(record, 'csm', 'csn') WHERE seq = 5`, 5],
  ['a record and its own link', `UPDATE audits SET record = replace(record, 'csm', 'csn'), link = 'x' WHERE seq = 5`, 5],
  ['a column that is searched', `UPDATE audits SET customer = 'account:other' WHERE seq = 3`, 3],
  ['the time in its column', `UPDATE audits SET at = at + 1 WHERE seq = 12`, 12],
  ['a record taken out', `DELETE FROM audits WHERE seq = 7`, 7],
  ['records given other numbers', `UPDATE audits SET seq = seq + 1000 WHERE seq > 7`, 8],
  ['the first record taken out', `DELETE FROM audits WHERE seq = 1`, 1],
  ['a record taken out and the gap closed', `DELETE FROM audits WHERE seq = 7; UPDATE audits SET seq = seq - 1 WHERE seq > 7`, 7],
  [
    'two records exchanged',
    `UPDATE audits SET seq = 100 WHERE seq = 4; UPDATE audits SET seq = 4 WHERE seq = 9; UPDATE audits SET seq = 9 WHERE seq = 100`,
    4,
  ],
  [
    'a record written by hand',
    `INSERT INTO audits (seq, kind, at, tool, record, link) SELECT 13, kind, at, tool, record, link FROM audits WHERE seq = 12`,
    13,
  ],
  ['the body of a decision', `UPDATE bodies SET body = '{"number":7}' WHERE body = '{"number":8}'`, 8],
  ['the configuration of a decision', `UPDATE audits SET config_change = 'other' WHERE seq = 6`, 6],
  ['another body for a decision', `UPDATE audits SET body_sha256 = (SELECT body_sha256 FROM audits WHERE seq = 6) WHERE seq = 10`, 10],
  ['a decision taken from its record', `UPDATE audits SET config_change = NULL, body_sha256 = NULL WHERE seq = 2`, 2],
  [
    'a decision given to a record',
    `UPDATE audits SET (config_change, body_sha256) = (SELECT config_change, body_sha256 FROM audits WHERE seq = 2) WHERE seq = 3`,
    3,
  ],
  ['a body taken out', `DELETE FROM bodies WHERE body = '{"number":4}'`, 4],
  ['a record made unreadable', `UPDATE audits SET record = '{' WHERE seq = 11`, 11],
]

onEveryEngine((engine) => {
  test('an untouched store is intact, also when several processes wrote and it was opened again', async () => {
    const place = await placeWithTwelve(engine)
    const [one, two] = [await place.open(), await place.open()]
    for (let number = 13; number <= 22; number += 1) await (number % 2 === 0 ? one : two).record({ audit: sampleAudit(number) })
    expect(await one.verify()).toMatchObject({ intact: true, head: { seq: 22 } })
  })

  test('a decision id that is used twice does not break the chain', async () => {
    const store = await engine.store()
    for (const body of ['{"a":1}', '{"a":2}']) await store.record({ audit: sampleAudit(1), decision: sampleDecision(body) })
    expect(await store.verify()).toMatchObject({ intact: true, head: { seq: 2 } })
  })

  test.for(edits)('verify finds %s', async ([, sql, firstBad]) => {
    const { editor } = await placeWithTwelve(engine)
    await editor.exec(sql)
    expect(await editor.verify(isSigned, [])).toMatchObject({ intact: false, firstBad })
  })

  test.for(['null', '{}', '{"at":1}', '{'])('verify finds a last record forged together with its link: %s', async (record) => {
    const { editor } = await placeWithTwelve(engine)
    const [before] = await editor.all('SELECT link FROM audits WHERE seq = 10')
    await editor.exec('DELETE FROM audits WHERE seq > 11')
    const link = nextLink(String(before?.['link']), record, null, null)
    await editor.run('UPDATE audits SET record = ?1, link = ?2 WHERE seq = 11', record, link)
    expect(await editor.verify(isSigned, [])).toMatchObject({ intact: false, firstBad: 11 })
  })

  test('records cut off the end are found as soon as another was written', async () => {
    const place = await placeWithTwelve(engine)
    const store = await place.open()
    await place.editor.exec('DELETE FROM audits WHERE seq > 10')
    await store.record({ audit: sampleAudit(13) })
    expect(await store.verify()).toMatchObject({ intact: false, firstBad: 11 })
  })

  test('records cut off the end are found with a checkpoint from earlier, and so is another link at its place', async () => {
    const place = await placeWithTwelve(engine)
    const store = await place.open()
    const verdict = await store.verify()
    const known: Checkpoint = verdict.intact ? verdict.head : { seq: 0, link: '' }
    await store.record({ audit: sampleAudit(13) })
    expect(await store.verify([known])).toMatchObject({ intact: true, head: { seq: 13 } })
    await place.editor.exec('DELETE FROM audits WHERE seq > 10')
    expect(await store.verify()).toMatchObject({ intact: true, head: { seq: 10 } })
    expect(await store.verify([known])).toMatchObject({ intact: false, firstBad: 11 })
    expect(await store.verify([{ ...known, seq: 9 }])).toEqual({ intact: false, firstBad: 1, fault: 'checkpoint' })
  })
})

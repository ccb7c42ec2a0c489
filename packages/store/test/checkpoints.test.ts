import { createPublicKey } from 'node:crypto'
import { appendFile, mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { createSignatureCheck, keepRecords, loadOrCreateSigningKey, readCheckpoints, recordFiles } from '../src/index.ts'
import { noon, sampleAudit } from './sample-records.ts'
import { createSigner } from '../src/signing.ts'
import { openStore, temporaryFile } from './temporary-store.ts'

const forever = { answeredMs: 1e12, refusedMs: 1e12, decisionsMs: 1e12 }

async function keptStore(checkpoints?: string) {
  const file = await temporaryFile()
  const files = recordFiles(file)
  const signingKey = await loadOrCreateSigningKey(files.signingKey)
  const store = await openStore({ file, signingKey })
  const time = { at: noon }
  const troubles: string[] = []
  const checkpointFile = checkpoints ?? files.checkpoints
  const trouble = (what: string): void => void troubles.push(what)
  const keeper = keepRecords({ store, signingKey, checkpointFile, keep: forever, now: () => time.at, trouble })
  const isSigned = createSignatureCheck(createPublicKey(signingKey))
  return { file, store, signingKey, keeper, time, troubles, checkpointFile, read: () => readCheckpoints(checkpointFile, isSigned) }
}

test('a checkpoint is signed when something was written since the last one, and one more at the end', async () => {
  const { store, keeper, time, read } = await keptStore()
  await keeper.turn()
  expect(keeper.checkpointAt()).toBeUndefined()
  for (const number of [1, 2, 3]) {
    await store.record({ audit: sampleAudit(number) })
    time.at += 60_000
    await keeper.turn()
    await keeper.turn()
  }
  await store.record({ audit: sampleAudit(4) })
  await keeper.close()
  const { checkpoints, badLines } = await read()
  expect(badLines).toEqual([])
  expect(checkpoints.map(({ seq }) => seq)).toEqual([1, 2, 3, 4])
  expect(keeper.checkpointAt()).toBe(noon + 180_000)
  expect(await store.verify(checkpoints)).toMatchObject({ intact: true })
})

test('records cut off the end are found by the checkpoint that saw them', async () => {
  const { file, store, keeper, read } = await keptStore()
  for (const number of [1, 2, 3, 4]) await store.record({ audit: sampleAudit(number) })
  await keeper.turn()
  using editor = new DatabaseSync(file)
  editor.exec('DELETE FROM audits WHERE seq > 2')
  expect(await store.verify()).toMatchObject({ intact: true })
  expect(await store.verify((await read()).checkpoints)).toEqual({ intact: false, firstBad: 3, fault: 'cut_off' })
})

test('a line that a crash left unfinished makes no checkpoint bad, neither itself nor the next', async () => {
  const { store, keeper, time, checkpointFile, read } = await keptStore()
  await store.record({ audit: sampleAudit(1) })
  await keeper.turn()
  const whole = await readFile(checkpointFile, 'utf8')
  for (const unfinished of [whole.slice(0, 40), '\0'.repeat(4096)]) {
    await appendFile(checkpointFile, unfinished)
    await store.record({ audit: sampleAudit(2) })
    time.at += 60_000
    await keeper.turn()
  }
  expect(await read()).toMatchObject({ checkpoints: [{ seq: 1 }, { seq: 2 }, { seq: 3 }], badLines: [] })
})

test('the key and the checkpoints can be read by their owner only, and the key is the same the next time', async () => {
  const { file, store, keeper, checkpointFile } = await keptStore()
  await store.record({ audit: sampleAudit(1) })
  await keeper.turn()
  const { signingKey } = recordFiles(file)
  for (const name of [`${signingKey}.key`, checkpointFile]) expect((await stat(name)).mode & 0o777).toBe(0o600)
  const key = await loadOrCreateSigningKey(signingKey)
  expect(createPublicKey(key).export({ type: 'spki', format: 'pem' })).toBe(await readFile(`${signingKey}.pub`, 'utf8'))
})

test('a checkpoint that cannot be written is told of, and made at the next turn', async () => {
  const folder = dirname(await temporaryFile())
  const { store, keeper, troubles, checkpointFile, read } = await keptStore(join(folder, 'not-there-yet.jsonl'))
  await store.record({ audit: sampleAudit(1) })
  await keeper.turn()
  expect(new Set(troubles)).toEqual(new Set(['checkpoint']))
  expect(keeper.checkpointAt()).toBeUndefined()
  await mkdir(folder)
  await keeper.turn()
  expect((await read()).checkpoints).toHaveLength(1)
  expect(checkpointFile).toContain('not-there-yet')
})

test('a key file that holds no Ed25519 key is refused', async () => {
  const file = await temporaryFile()
  const { signingKey } = recordFiles(file)
  await openStore({ file })
  await writeFile(`${signingKey}.key`, 'shopping list')
  await expect(loadOrCreateSigningKey(signingKey)).rejects.toMatchObject({ code: 'CONFIG_INVALID' })
})

test('a last line that is cut short is called unfinished, and no fault; the same line with an end is one', async () => {
  const { store, keeper, checkpointFile, read } = await keptStore()
  await store.record({ audit: sampleAudit(1) })
  await keeper.turn()
  expect(await read()).toMatchObject({ badLines: [], unfinished: false })
  const whole = await readFile(checkpointFile, 'utf8')
  await appendFile(checkpointFile, whole.slice(0, 40))
  expect(await read()).toMatchObject({ checkpoints: [{ seq: 1 }], badLines: [], unfinished: true })
  await appendFile(checkpointFile, '\n')
  expect(await read()).toMatchObject({ checkpoints: [{ seq: 1 }], badLines: [2], unfinished: false })
  await writeFile(checkpointFile, '')
  expect(await read()).toEqual({ checkpoints: [], badLines: [], unfinished: false })
})

test('a signed line that is not exactly a checkpoint is none', async () => {
  const { signingKey, checkpointFile, read } = await keptStore()
  const sign = createSigner(signingKey)
  const place = { seq: 1, link: 'x', at: noon, keyId: 'k' }
  const line = (changes: object): string => {
    const { seq, link, at, keyId } = { ...place, ...changes }
    return JSON.stringify({ ...place, ...changes, signature: sign('checkpoint', `${seq}\n${link}\n${at}\n${keyId}`) })
  }
  const odd = [{ seq: 1.5 }, { seq: '1' }, { seq: 0 }, { at: '1' }, { link: 1 }, { keyId: null }, { more: true }]
  await writeFile(checkpointFile, [line({}), ...odd.map(line)].map((text) => `${text}\n`).join(''))
  expect(await read()).toMatchObject({ checkpoints: [place], badLines: [2, 3, 4, 5, 6, 7, 8] })
})

test('a private and a public key that do not belong together are refused', async () => {
  const [one, other] = [recordFiles(await temporaryFile()).signingKey, recordFiles(await temporaryFile()).signingKey]
  for (const name of [one, other]) await loadOrCreateSigningKey(name)
  await writeFile(`${one}.pub`, await readFile(`${other}.pub`))
  await expect(loadOrCreateSigningKey(one)).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    message: expect.stringMatching(/belong together/),
  })
})

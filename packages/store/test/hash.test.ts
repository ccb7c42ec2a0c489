import { randomBytes } from 'node:crypto'
import { mkdir, readdir, stat, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { expect, test } from 'vitest'
import { createKeyedHash, loadOrCreateKey } from '../src/index.ts'
import { temporaryFile } from './temporary-store.ts'

test('the hash is HMAC-SHA-256, the same today and tomorrow', () => {
  // Made with `openssl dgst -sha256 -mac HMAC`, not with this code.
  const hash = createKeyedHash(new Uint8Array(32).fill(1))
  expect(hash('ana@acme.example')).toBe('QXYldzsbywUf87wJyqX0ER')
})

test('another key or another address gives another hash', () => {
  const hash = createKeyedHash(new Uint8Array(32).fill(1))
  const other = createKeyedHash(new Uint8Array(32).fill(2))
  expect(new Set([hash('a@acme.example'), hash('b@acme.example'), other('a@acme.example')]).size).toBe(3)
  expect(hash('a@acme.example')).toMatch(/^[\w-]{22}$/)
})

test('a short key is refused', () => {
  expect(() => createKeyedHash(new Uint8Array(31))).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }))
})

test('the key is made once, for its owner only, and kept', async () => {
  const file = await temporaryFile()
  const keys = await Promise.all(Array.from({ length: 8 }, () => loadOrCreateKey(file)))
  const again = await loadOrCreateKey(file)
  for (const key of keys) expect(Buffer.from(key).equals(again)).toBe(true)
  expect(again.byteLength).toBe(32)
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  expect(await readdir(dirname(file))).toHaveLength(1)
})

test('two key files hold two keys', async () => {
  const [one, two] = [await loadOrCreateKey(await temporaryFile()), await loadOrCreateKey(await temporaryFile())]
  expect(Buffer.from(one).equals(two)).toBe(false)
})

test('a file that holds no key is refused, and left as it is', async () => {
  const file = await temporaryFile()
  await mkdir(dirname(file))
  for (const content of [new Uint8Array(0), randomBytes(31), randomBytes(33)]) {
    await writeFile(file, content)
    await expect(loadOrCreateKey(file)).rejects.toMatchObject({ code: 'CONFIG_INVALID' })
    expect((await stat(file)).size).toBe(content.length)
  }
})

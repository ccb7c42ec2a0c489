import { statSync } from 'node:fs'
import { chmod, chown, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, it, onTestFinished, vi } from 'vitest'
import { changeKeyFile, createAuthenticator, createKey, readKeyFile, type Authentication, type NewKey } from '../src/index.ts'
import { now } from './support/gateway.ts'
import { audience } from './support/tokens.ts'

const scrypts = vi.hoisted(() => ({ running: 0, most: 0, calls: 0, atOnce: false }))
vi.mock('node:crypto', async (original) => {
  const crypto = await original<typeof import('node:crypto')>()
  const scrypt: typeof crypto.scrypt = (...call: unknown[]) => {
    const done = call.pop() as (error: Error | null, key: Buffer) => void
    scrypts.calls += 1
    if (scrypts.atOnce) return void setImmediate(done, null, Buffer.alloc(32))
    scrypts.most = Math.max(scrypts.most, (scrypts.running += 1))
    ;(crypto.scrypt as (...call: unknown[]) => void)(...call, (error: Error | null, key: Buffer) => {
      scrypts.running -= 1
      done(error, key)
    })
  }
  return { ...crypto, scrypt }
})

const agent: NewKey = { subject: 'helpdesk', client: 'helpdesk-agent', audience: 'service', scopes: ['cx.read'], customer_verified: true }

/** A file with one key in it, and a desk that believes it, at a moment that may be changed. */
async function setUp(key: Partial<NewKey> = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'keys-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const file = join(folder, 'keys.json')
  const { text, record } = await createKey({ ...agent, ...key }, now)
  await changeKeyFile(file, () => [record])
  const state = { time: now }
  const { authenticate } = createAuthenticator({ issuers: [], apiKeysFile: file, audience, clock: () => state.time })
  const ask = async (token: string): Promise<Authentication> => await authenticate({ headers: { authorization: `Bearer ${token}` } })
  return { file, text, id: record.id, state, ask, authenticate }
}

const wrongSecret = (text: string): string => `${text.slice(0, -1)}${text.endsWith('A') ? 'B' : 'A'}`

it('a key is the agent it was made for', async () => {
  const { text, ask } = await setUp({ accounts: ['001A'] })
  expect(await ask(text)).toEqual({
    caller: {
      issuer: 'api-keys',
      subject: 'helpdesk',
      client: 'helpdesk-agent',
      audience: 'service',
      scopes: new Set(['cx.read']),
      accountIds: ['001A'],
      emailVerified: false,
      customerVerified: true,
    },
    expiresAt: now + 300_000,
  })
})

it('a key that was seen before is known again at once', async () => {
  const { text, ask, authenticate } = await setUp()
  await ask(text)
  expect(authenticate({ headers: { authorization: `Bearer ${text}` } })).not.toBeInstanceOf(Promise)
})

it('nothing of a key is kept but what cannot be turned back, in a file of its owner alone', async () => {
  const { text, file, id } = await setUp()
  const kept = await readFile(file, 'utf8')
  expect(kept).not.toContain(text.slice(`cxk_${id}_`.length))
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  const other = await createKey(agent, now)
  expect(readKeyFile(file)[0]?.secret.salt).not.toBe(other.record.secret.salt)
})

it.each([
  ['the secret is another', (text: string) => wrongSecret(text)],
  ['nobody knows the id', (text: string) => `cxk_000000000000_${text.slice(-43)}`],
  ['the secret is missing', (text: string) => text.slice(0, -43)],
  ['it is longer', (text: string) => `${text}A`],
  ['its letters are others', (text: string) => text.toUpperCase().replace('CXK', 'cxk')],
])('a key is refused when %s', async (_name, spoil) => {
  const { text, ask } = await setUp()
  expect(await ask(spoil(text))).toEqual({ refused: 'api_key' })
})

it('an unknown id costs what a wrong secret costs', async () => {
  const { text, ask } = await setUp()
  const before = scrypts.calls
  await ask(wrongSecret(text))
  const wrong = scrypts.calls - before
  await ask(`cxk_000000000000_${text.slice(-43)}`)
  expect([wrong, scrypts.calls - before]).toEqual([1, 2])
})

it('a key ends when it was said to, known or not', async () => {
  const { text, ask, state } = await setUp({ expires: new Date(now + 60_000).toISOString() })
  expect(await ask(text)).toMatchObject({ expiresAt: now + 60_000 })
  state.time = now + 59_999
  expect(await ask(text)).toHaveProperty('caller')
  state.time = now + 60_000
  expect(await ask(text)).toEqual({ refused: 'api_key' })
})

it('a withdrawn key stops working within five seconds, and a new one begins to', async () => {
  const { text, file, ask, state } = await setUp()
  expect(await ask(text)).toHaveProperty('caller')
  const added = await createKey(agent, now)
  expect(await ask(added.text)).toEqual({ refused: 'api_key' })
  await changeKeyFile(file, () => [added.record])
  state.time += 5_000
  expect(await ask(text)).toEqual({ refused: 'api_key' })
  expect(await ask(added.text)).toHaveProperty('caller')
})

it.each([
  ['gone', (file: string) => rm(file)],
  ['spoiled', (file: string) => writeFile(file, '{"version":1,"keys":[{}]}')],
  ['no file of keys', (file: string) => writeFile(file, 'nothing')],
  [
    'open to others',
    async (file: string) => {
      await chmod(file, 0o666)
      await utimes(file, 1, 1)
    },
  ],
])('nobody is let in by a file that is %s, until it is there again', async (_name, spoil) => {
  const { text, file, ask, state } = await setUp()
  await ask(text)
  const sound = await readFile(file)
  await spoil(file)
  state.time += 5_000
  expect(await ask(text)).toEqual({ refused: 'fault' })
  await rm(file, { force: true })
  await writeFile(file, sound, { mode: 0o600 })
  state.time += 5_000
  expect(await ask(text)).toHaveProperty('caller')
})

it('of many unknown keys at once two are worked on, some wait, and the rest are refused', async () => {
  const { text, ask } = await setUp()
  scrypts.most = 0
  const verdicts = await Promise.all(
    Array.from({ length: 80 }, (_, index) => ask(`cxk_${String(index).padStart(12, '0')}_${text.slice(-43)}`)),
  )
  const counts = new Map<string, number>()
  for (const verdict of verdicts) {
    const word = 'refused' in verdict ? verdict.refused : 'let in'
    counts.set(word, (counts.get(word) ?? 0) + 1)
  }
  expect(Object.fromEntries(counts)).toEqual({ api_key: 66, busy: 14 })
  expect(scrypts.most).toBe(2)
})

it('a key that was good before does not wait behind unknown ones, even when the file has just changed', async () => {
  const { text, file, ask, state } = await setUp()
  expect(await ask(text)).toHaveProperty('caller')
  const added = await createKey(agent, now)
  await changeKeyFile(file, (keys) => [...keys, added.record])
  state.time += 5_000
  const answered: string[] = []
  const flood = Array.from({ length: 80 }, (_, index) =>
    ask(`cxk_${String(index).padStart(12, '0')}_${text.slice(-43)}`).then(() => answered.push('unknown')),
  )
  const known = ask(text).then((verdict) => answered.push('caller' in verdict ? 'known' : verdict.refused))
  await Promise.all([...flood, known])
  // fourteen find no place to wait, and two or so are through before it
  expect(answered.indexOf('known')).toBeLessThan(14 + 6)
  expect(answered.indexOf('known')).toBeGreaterThan(-1)
})

it('ten thousand unknown keys push out none that is known', async () => {
  const { text, ask, authenticate } = await setUp()
  await ask(text)
  scrypts.atOnce = true
  onTestFinished(() => {
    scrypts.atOnce = false
  })
  for (let index = 0; index < 10_050; index += 50) {
    const some = Array.from({ length: 50 }, (_, more) => ask(`cxk_${String(index + more).padStart(12, '0')}_${text.slice(-43)}`))
    await Promise.all(some)
  }
  expect(authenticate({ headers: { authorization: `Bearer ${text}` } })).not.toBeInstanceOf(Promise)
})

it('a draft that a process left behind when it ended is no lock, and one that is being written is', async () => {
  const { file } = await setUp()
  const added = await createKey(agent, now)
  const change = () => changeKeyFile(file, (keys) => [...keys, added.record])
  await writeFile(`${file}.new`, '{')
  await expect(change()).rejects.toMatchObject({ code: 'CONFIG_INVALID' })
  const longAgo = Date.now() / 1000 - 61
  await utimes(`${file}.new`, longAgo, longAgo)
  await change()
  expect(readKeyFile(file).map(({ id }) => id)).toContain(added.record.id)
  expect(await readdir(dirname(file))).toEqual(['keys.json'])
})

it('a file of another user is no file of keys', async () => {
  const { file } = await setUp()
  const own = statSync(file).uid
  onTestFinished(() => void vi.restoreAllMocks())
  vi.spyOn(process, 'geteuid').mockReturnValue(own + 1)
  // only the administrator can give a file away, and needs to
  if (own === 0) await chown(file, 12_345, 12_345)
  expect(() => readKeyFile(file)).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }))
})

it('of two who change the file at once one is turned away, and no key is lost', async () => {
  const { file, id } = await setUp()
  const added = await Promise.all([createKey(agent, now), createKey(agent, now)])
  const changes = await Promise.allSettled(added.map(({ record }) => changeKeyFile(file, (keys) => [...keys, record])))
  const ids = readKeyFile(file).map((record) => record.id)
  expect(ids[0]).toBe(id)
  expect(ids.slice(1)).toEqual(added.flatMap(({ record }, index) => (changes[index]?.status === 'fulfilled' ? [record.id] : [])))
  const codes = changes.flatMap((change) => (change.status === 'rejected' ? [(change.reason as { code: string }).code] : []))
  expect(codes.filter((code) => code !== 'CONFIG_INVALID')).toEqual([])
})

it.each([
  ['is missing', { issuers: [], apiKeysFile: '/no/such/file' }],
  ['goes with required DPoP', { issuers: [], apiKeysFile: '/dev/null', dpop: 'require' as const }],
])('a desk does not start with keys when the file %s', (_name, options) => {
  expect(() => createAuthenticator({ audience, clock: () => now, ...options })).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }))
})

import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { sealed } from '@cx-concierge/contract'
import { callerCredentials, serviceCredentials, systemClock, type KeptAnswer, type SharedAnswers } from '@cx-concierge/core'
import { Redis } from 'ioredis'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { CacheTrouble } from '../../src/shared/cache-trouble.ts'
import { connectValkey } from '../../src/shared/connect-valkey.ts'
import { mostAnswerBytes } from '../../src/shared/sealed-answer.ts'
import { sharedKeysOf } from '../../src/shared/shared-keys.ts'
import { createValkeyAnswers, type ValkeyAnswers } from '../../src/shared/valkey-answers.ts'
import { cacheUrl, hasCacheServer, strangeServer } from '../../../../test/support/cache-server.ts'
import { wayTo } from '../../../../test/support/way.ts'

const isThere = await hasCacheServer()
const mia = callerCredentials({ issuer: 'i', subject: 'mia', client: 'c', scopes: ['api'] })
const tom = callerCredentials({ issuer: 'i', subject: 'tom', client: 'c', scopes: ['api'] })

interface Replica {
  readonly cache: ValkeyAnswers
  readonly answers: SharedAnswers
  readonly troubles: CacheTrouble[]
}

/** One replica, connected. Those with the same secret and print share. */
async function replica({ secret = randomUUID(), print = 'print', url = cacheUrl, patienceMs = 1_000 } = {}): Promise<Replica> {
  const troubles: CacheTrouble[] = []
  const server = connectValkey(url, () => undefined)
  onTestFinished(() => server.disconnect())
  for (let tries = 0; server.status !== 'ready' && tries < 100; tries += 1) await wait(5)
  const trouble = (what: CacheTrouble): void => void troubles.push(what)
  const keys = sharedKeysOf(sealed(secret))
  const cache = createValkeyAnswers({ server, keys, clock: systemClock, trouble, patienceMs })
  return { cache, answers: cache.of(print), troubles }
}

const kept = (key: string, value: unknown, readAt = Date.now(), usableMs = 30_000): KeptAnswer => ({
  key,
  value,
  readAt,
  usableUntil: readAt + usableMs,
})

/** Looks until something is there. */
async function arrived(answers: SharedAnswers, key: string, credentials = serviceCredentials): Promise<void> {
  await expect.poll(async () => (await answers.find(credentials, [key]))[0], { timeout: 10_000 }).toBeDefined()
}

/** A corner of the server that nobody else uses, as somebody sees it who may read and write everything there, but has no key. */
function corner() {
  const prefix = `${randomUUID()}:`
  const server = new Redis(cacheUrl)
  onTestFinished(() => server.disconnect())
  return { url: `${cacheUrl}?keyPrefix=${prefix}`, server, places: (kind = 'answers') => server.keys(`${prefix}cx:${kind}:*`) }
}

describe.skipIf(!isThere)('answers that replicas share', () => {
  test('come back as they were, with the moment they were read', async () => {
    const secret = randomUUID()
    const [one, other] = [await replica({ secret }), await replica({ secret })]
    const readAt = Date.now() - 5_000
    const record = { id: 'a', name: 'Zoë 🙂', tags: ['x'], arr: null, roles: { owner: [{ id: '1' }] } }
    one.answers.keep(serviceCredentials, [kept('s|accounts|a', record, readAt), kept('s|accounts|none', undefined, readAt)])
    await arrived(other.answers, 's|accounts|a')
    expect(await other.answers.find(serviceCredentials, ['s|accounts|a', 's|accounts|unheard', 's|accounts|none'])).toEqual([
      { key: 's|accounts|a', value: record, readAt },
      undefined,
      { key: 's|accounts|none', value: undefined, readAt },
    ])
    expect(other.troubles).toEqual([])
  })

  test('are gone from the server when they may not be used any more', async () => {
    const { server, url, places: look } = corner()
    const { answers, troubles } = await replica({ url })
    answers.keep(serviceCredentials, [
      kept('s|accounts|a', 'x', Date.now() - 20_000, 30_000),
      kept('s|accounts|old', 'x', Date.now() - 30_001),
    ])
    await arrived(answers, 's|accounts|a')
    const places = await look()
    expect(places).toHaveLength(1)
    const leftMs = await server.pttl(places[0] as string)
    expect(leftMs).toBeGreaterThan(5_000)
    expect(leftMs).toBeLessThanOrEqual(10_000)
    expect(troubles).toEqual([])
  })

  test('are not seen under other settings, nor with another key', async () => {
    const secret = randomUUID()
    const one = await replica({ secret })
    one.answers.keep(serviceCredentials, [kept('s|accounts|a', 'x')])
    await arrived(one.answers, 's|accounts|a')
    for (const other of [await replica({ secret, print: 'changed' }), await replica()])
      expect(await other.answers.find(serviceCredentials, ['s|accounts|a'])).toEqual([undefined])
  })

  test('tell whoever can look at the server neither names nor contents', async () => {
    const { server, url, places: look } = corner()
    const { answers } = await replica({ url })
    answers.keep(serviceCredentials, [kept('s|accountsByContact|jane.doe@acme.example', ['001NwAcme'])])
    await arrived(answers, 's|accountsByContact|jane.doe@acme.example')
    const places = await look()
    const contents = await Promise.all(places.map((place) => server.getBuffer(place)))
    const all = `${places.join(' ')} ${contents.map((bytes) => bytes?.toString('latin1')).join(' ')}`
    expect(places).toHaveLength(1)
    expect(all).not.toMatch(/jane|acme|001Nw|accounts[A-Z]/i)
  })

  test.each<[string, (bytes: Buffer, all: readonly Buffer[]) => Buffer | string]>([
    ['a text of their own', () => '[1,{"id":"evil"}]'],
    ['one changed bit', (bytes) => Buffer.from(bytes.map((byte, at) => (at === bytes.length - 1 ? byte ^ 1 : byte)))],
    ['another version', (bytes) => Buffer.from(bytes.map((byte, at) => (at === 0 ? 2 : byte)))],
    ['a part', (bytes) => bytes.subarray(0, bytes.length - 1)],
    ['next to nothing', (bytes) => bytes.subarray(0, 7)],
    ['what lies under another name', (bytes, all) => all.find((other) => !other.equals(bytes)) ?? ''],
  ])('are not believed when somebody has put %s in their place', async (_what, put) => {
    const { server, url, places: look } = corner()
    const one = await replica({ url })
    one.answers.keep(serviceCredentials, [kept('s|accounts|a', { id: 'a' }), kept('s|accounts|b', { id: 'b' })])
    await arrived(one.answers, 's|accounts|b')
    const places = await look()
    const contents = (await Promise.all(places.map((place) => server.getBuffer(place)))) as Buffer[]
    await Promise.all(places.map((place, at) => server.set(place, put(contents[at] as Buffer, contents), 'PX', 60_000)))
    expect(places).toHaveLength(2)
    expect(await one.answers.find(serviceCredentials, ['s|accounts|a', 's|accounts|b'])).toEqual([undefined, undefined])
    expect(one.troubles).toEqual(['unreadable', 'unreadable'])
  })

  test('are not even fetched when they are too large, and not written', async () => {
    const { server, url, places: look } = corner()
    const one = await replica({ url })
    one.answers.keep(serviceCredentials, [kept('s|accounts|big', 'x'.repeat(mostAnswerBytes)), kept('s|accounts|a', 'x')])
    await arrived(one.answers, 's|accounts|a')
    const places = await look()
    expect(places).toHaveLength(1)
    await server.set(places[0] as string, Buffer.alloc(8 * mostAnswerBytes), 'PX', 60_000)
    expect(await one.answers.find(serviceCredentials, ['s|accounts|a'])).toEqual([undefined])
    expect(one.troubles).toEqual(['too_large', 'too_large'])
  })

  test('of a kind that nobody wrote are a trouble and no answer', async () => {
    const { server, url, places: look } = corner()
    const one = await replica({ url })
    one.answers.keep(serviceCredentials, [kept('s|accounts|a', 'x')])
    await arrived(one.answers, 's|accounts|a')
    const places = await look()
    await server.del(places[0] as string)
    await server.rpush(places[0] as string, 'a list')
    onTestFinished(async () => void (await server.del(places[0] as string)))
    expect(await one.answers.find(serviceCredentials, ['s|accounts|a'])).toEqual([])
    expect(one.troubles).toEqual(['failed'])
  })
})

describe.skipIf(!isThere)('forgetting', () => {
  test('takes in what any replica read with these credentials, and nobody else’s', async () => {
    const secret = randomUUID()
    const [one, other] = [await replica({ secret }), await replica({ secret })]
    one.answers.keep(mia, [kept('mia|a', 'hers')])
    one.answers.keep(tom, [kept('tom|a', 'his')])
    await arrived(other.answers, 'tom|a', tom)
    other.answers.forget(mia)
    await expect.poll(async () => (await one.answers.find(mia, ['mia|a']))[0]).toBeUndefined()
    expect((await one.answers.find(tom, ['tom|a']))[0]).toMatchObject({ value: 'his' })
  })

  test('everything takes in everybody’s, also what arrives afterwards and was read before', async () => {
    const secret = randomUUID()
    const [one, other] = [await replica({ secret }), await replica({ secret })]
    one.answers.keep(mia, [kept('mia|a', 'hers')])
    one.answers.keep(serviceCredentials, [kept('s|a', 'x')])
    await arrived(other.answers, 's|a')
    expect(await other.cache.forgetAll()).toBe(true)
    one.answers.keep(serviceCredentials, [kept('s|late', 'x', Date.now() - 1)])
    await wait(50)
    expect(await one.answers.find(mia, ['mia|a'])).toEqual([undefined])
    expect(await one.answers.find(serviceCredentials, ['s|a', 's|late'])).toEqual([undefined, undefined])
  })

  test('is not undone by whoever spoils its mark', async () => {
    const { server, url, places } = corner()
    const one = await replica({ url })
    one.answers.keep(serviceCredentials, [kept('s|a', 'x', Date.now() + 10_000)])
    await arrived(one.answers, 's|a')
    await one.cache.forgetAll()
    const [mark] = await places('forgotten')
    expect((await one.answers.find(serviceCredentials, ['s|a']))[0]).toBeDefined()
    await server.set(mark as string, 'spoilt', 'PX', 60_000)
    expect((await one.answers.find(serviceCredentials, ['s|a']))[0]).toBeUndefined()
  })
})

describe('a shared memory that is in trouble', () => {
  test.each([
    ['refuses connections', (socket: { destroy(): void }) => socket.destroy()],
    ['says nothing', () => undefined],
  ])('and %s costs nothing', async (_what, behave) => {
    const { answers, troubles } = await replica({ url: await strangeServer(behave) })
    const started = performance.now()
    for (let looks = 0; looks < 20; looks += 1) expect(await answers.find(serviceCredentials, ['s|a'])).toEqual([])
    answers.keep(serviceCredentials, [kept('s|a', 'x')])
    expect(performance.now() - started).toBeLessThan(50)
    expect(new Set(troubles)).toEqual(new Set(['resting']))
  })

  test.skipIf(!isThere)('and hangs costs its patience twice, then nothing; and is used again within seconds when it is back', async () => {
    const way = await wayTo(cacheUrl)
    const { answers, troubles } = await replica({ url: way.url, patienceMs: 15 })
    answers.keep(serviceCredentials, [kept('s|a', 'x')])
    await arrived(answers, 's|a')
    troubles.length = 0
    way.stop()
    const waits = []
    for (let looks = 0; looks < 10; looks += 1) {
      const started = performance.now()
      expect(await answers.find(serviceCredentials, ['s|a'])).toEqual([])
      waits.push(performance.now() - started)
    }
    expect(troubles).toEqual(['late', 'late', ...Array.from({ length: 8 }, () => 'resting')])
    expect(Math.max(...waits.slice(2))).toBeLessThan(10)
    way.open()
    const started = performance.now()
    await arrived(answers, 's|a')
    expect(performance.now() - started).toBeLessThan(5_000)
  })
})

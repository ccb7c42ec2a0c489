import { randomBytes, randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Bus, Heard } from '../../src/bus/bus.ts'
import { createMemoryBus } from '../../src/bus/memory-bus.ts'
import type { Notice } from '../../src/bus/notice.ts'
import { createValkeyBus } from '../../src/bus/valkey-bus.ts'
import { connectValkey } from '../../src/shared/connect-valkey.ts'
import { seal } from '../../src/shared/seal.ts'
import { cacheUrl, hasCacheServer } from '../../../../test/support/cache-server.ts'
import { wayTo } from '../../../../test/support/way.ts'

const isThere = await hasCacheServer()

interface Replica {
  readonly bus: Bus
  readonly heard: Heard[]
  readonly troubles: string[]
}

const kinds = ['reload', 'tools', 'breaker', 'forget', 'missed'] as const

function replicaOf(bus: Bus, troubles: string[] = []): Replica {
  const heard: Heard[] = []
  for (const kind of kinds) bus.subscribe(kind, (notice) => void heard.push(notice))
  onTestFinished(() => bus.close())
  return { bus, heard, troubles }
}

interface Line {
  readonly url?: string
  readonly channel?: string
  readonly key?: Buffer
  readonly now?: () => number
}

/** Joins the bus over Valkey, and waits until it hears. */
async function valkeyReplica({ url = cacheUrl, channel = randomUUID(), key = randomBytes(32), now = Date.now }: Line): Promise<Replica> {
  const troubles: string[] = []
  const [server, ear] = [connectValkey(url, () => undefined), connectValkey(url, () => undefined)]
  onTestFinished(() => server.disconnect())
  const trouble = (what: string): void => void troubles.push(what)
  const replica = replicaOf(createValkeyBus({ server, ear, channel, key, now, heard: () => undefined, trouble }), troubles)
  await expect.poll(() => replica.heard).toEqual([{ kind: 'missed' }])
  await expect.poll(() => server.status).toBe('ready')
  replica.heard.length = 0
  return replica
}

type Place = readonly [name: string, open: () => Promise<readonly [Replica, Replica, Replica]>]

const places: readonly Place[] = [
  [
    'one process',
    () => {
      const join = createMemoryBus()
      return Promise.resolve([replicaOf(join()), replicaOf(join()), replicaOf(join())])
    },
  ],
  ...(isThere
    ? ([
        [
          'Valkey',
          async (): Promise<readonly [Replica, Replica, Replica]> => {
            const line = { channel: randomUUID(), key: randomBytes(32) }
            return [await valkeyReplica(line), await valkeyReplica(line), await valkeyReplica(line)]
          },
        ],
      ] satisfies Place[])
    : []),
]

const notices: readonly Notice[] = [{ kind: 'reload' }, { kind: 'tools' }, { kind: 'breaker', source: 'salesforce' }, { kind: 'forget' }]

describe.each(places)('notices in %s', (_where, open) => {
  test('reach every other replica, once and in their order, and not whoever sent them', async () => {
    const [one, ...others] = await open()
    for (const notice of notices) one.bus.publish(notice)
    for (const other of others) await expect.poll(() => other.heard).toEqual(notices)
    await wait(30)
    expect(one.heard).toEqual([])
    for (const other of others) expect(other.heard).toEqual(notices)
  })

  test('reach nobody who has stopped listening or is closed', async () => {
    const [one, other, third] = await open()
    let calls = 0
    const stop = other.bus.subscribe('reload', () => (calls += 1))
    stop()
    await third.bus.close()
    one.bus.publish({ kind: 'reload' })
    await expect.poll(() => other.heard).toHaveLength(1)
    expect(calls).toBe(0)
    expect(third.heard).toEqual([])
  })

  test('reach the other listeners when one of them throws', async () => {
    const [one, other] = await open()
    other.bus.subscribe('reload', () => {
      throw new Error('mine')
    })
    let calls = 0
    other.bus.subscribe('reload', () => (calls += 1))
    one.bus.publish({ kind: 'reload' })
    await expect.poll(() => calls).toBe(1)
  })
})

describe.skipIf(!isThere)('a message on the bus', () => {
  /** Somebody who may publish, and what they make of the line. */
  async function overheard() {
    const [channel, key] = [randomUUID(), randomBytes(32)]
    const clock = { now: Date.now() }
    const replica = await valkeyReplica({ channel, key, now: () => clock.now })
    const server = new Redis(cacheUrl)
    onTestFinished(() => server.disconnect())
    const say = async (message: Buffer | string): Promise<string[]> => {
      await server.publish(channel, message)
      await expect.poll(() => replica.troubles.length + replica.heard.length).toBeGreaterThan(0)
      return replica.troubles.splice(0)
    }
    const envelope = (over: object = {}) => ({ id: randomUUID(), from: randomUUID(), at: clock.now, notice: { kind: 'reload' }, ...over })
    const sealed = (over?: object, by = key, place = channel) => seal(by, place, JSON.stringify(envelope(over)))
    return { replica, clock, say, sealed, server, channel, envelope }
  }

  test('is believed when it is sealed with the key for this channel', async () => {
    const { replica, say, sealed } = await overheard()
    await say(sealed())
    expect(replica.heard).toEqual([{ kind: 'reload' }])
  })

  test('is dropped and counted when it is not', async () => {
    const { replica, say, sealed, envelope } = await overheard()
    const spoilt = sealed()
    spoilt[40] = (spoilt[40] ?? 0) ^ 1
    for (const message of ['', 'reload', JSON.stringify(envelope()), sealed({}, randomBytes(32)), spoilt, seal(randomBytes(32), 'x', '{}')])
      expect(await say(message)).toEqual(['unreadable'])
    expect(replica.heard).toEqual([])
  })

  test.each<[string, object]>([
    ['of a kind nobody knows', { notice: { kind: 'stop' } }],
    ['with more in it than belongs there', { notice: { kind: 'reload', path: '/etc' } }],
    ['about a system with too long a name', { notice: { kind: 'breaker', source: 'x'.repeat(101) } }],
    ['without a number of its own', { id: 'x' }],
  ])('is dropped when it is %s', async (_what, over) => {
    const { replica, say, sealed } = await overheard()
    expect(await say(sealed(over))).toEqual(['unreadable'])
    expect(replica.heard).toEqual([])
  })

  test('is dropped when it is too long', async () => {
    const { say, sealed } = await overheard()
    expect(await say(sealed({ from: 'x'.repeat(1_024) }))).toEqual(['too_large'])
  })

  test('is heard once, however often it is told, and not at all when it is old or ahead', async () => {
    const { replica, clock, say, sealed } = await overheard()
    const message = sealed()
    await say(message)
    replica.heard.length = 0
    expect(await say(message)).toEqual(['again'])
    expect(await say(sealed({ at: clock.now + 60_001 }))).toEqual(['old'])
    clock.now += 60_001
    expect(await say(message)).toEqual(['old'])
    expect(replica.heard).toEqual([])
  })

  test('tells whoever listens in nothing', async () => {
    const { replica, server, channel } = await overheard()
    const messages: Buffer[] = []
    server.on('messageBuffer', (_channel, message: Buffer) => void messages.push(message))
    await server.subscribe(channel)
    replica.bus.publish({ kind: 'breaker', source: 'salesforce' })
    await expect.poll(() => messages).toHaveLength(1)
    expect(messages[0]?.toString('latin1')).not.toMatch(/breaker|salesforce|kind/)
  })
})

describe.skipIf(!isThere)('a bus whose server hangs', () => {
  test('takes notices without waiting, says that some may be lost, and carries them again within seconds', async () => {
    const way = await wayTo(cacheUrl)
    const line = { channel: randomUUID(), key: randomBytes(32) }
    const [one, other] = [await valkeyReplica({ ...line, url: way.url }), await valkeyReplica({ ...line, url: way.url })]
    way.stop()
    const started = performance.now()
    for (let count = 0; count < 100; count += 1) one.bus.publish({ kind: 'reload' })
    expect(performance.now() - started).toBeLessThan(500)
    // both connections of both replicas are given up
    await expect.poll(() => way.tried(), { timeout: 10_000 }).toBeGreaterThanOrEqual(8)
    expect(one.troubles).toContain('unsent')
    way.open()
    const back = performance.now()
    await expect.poll(() => other.heard, { timeout: 10_000 }).toContainEqual({ kind: 'missed' })
    await expect
      .poll(
        () => {
          one.bus.publish({ kind: 'tools' })
          return other.heard
        },
        { timeout: 10_000, interval: 200 },
      )
      .toContainEqual({ kind: 'tools' })
    expect(performance.now() - back).toBeLessThan(5_000)
  })
})

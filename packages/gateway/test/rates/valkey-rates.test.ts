import { randomUUID } from 'node:crypto'
import type { Socket } from 'node:net'
import type { Caller } from '@cx-concierge/contract'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createLog } from '../../src/index.ts'
import { createMemoryRates } from '../../src/rates/memory-rates.ts'
import type { RateLimits, Rates } from '../../src/rates/rates.ts'
import { createValkeyRates } from '../../src/rates/valkey-rates.ts'
import { cacheUrl, hasCacheServer, strangeServer } from '../../../../test/support/cache-server.ts'

const answers = await hasCacheServer()

const minute = (calls: number) => ({ calls, perMs: 60_000 })
const limits: RateLimits = { caller: minute(5), client: minute(8), account: minute(3) }

/** Callers nobody else counts. */
const callers = (client: string = randomUUID()) =>
  ['ann', 'ben', 'eve'].map((subject): Caller => ({
    issuer: 'https://login.example',
    subject,
    client,
    audience: 'service',
    scopes: new Set(),
    emailVerified: false,
    customerVerified: false,
  }))

/** The hash tag by which a cluster decides where a key lies. */
const tagOf = (key: string): string => /\{([^}]+)\}/.exec(key)?.[1] ?? key

const nobody: Rates = { messages: () => undefined, account: () => undefined, close: () => Promise.resolve() }

async function shared(at: string, clock: { now: number }, fallback: Rates = nobody): Promise<Rates> {
  const rates = createValkeyRates({ url: at, limits, fallback, log: false, monotonic: () => performance.now(), now: () => clock.now })
  onTestFinished(() => rates.close())
  return rates
}

const connectsWithinMs = 50

/** Tries until the connection is up: before that, the fallback answers. The first try waits, since the next comes a second after one that failed. */
async function connected(rates: Rates, [probe]: readonly Caller[] = callers()): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, connectsWithinMs))
  while ((await rates.account(probe as Caller, 'probe')) === undefined) await new Promise((resolve) => setTimeout(resolve, 5))
}

describe.skipIf(!answers)('counting in a shared memory', () => {
  test('comes to the same verdicts as counting alone, call by call', async () => {
    const clock = { now: 1_700_000_000_000 }
    const rates = await shared(cacheUrl, clock)
    await connected(rates)
    const alone = createMemoryRates(limits, () => clock.now)
    const three = callers()
    const customers = [randomUUID(), randomUUID()]
    for (let step = 0; step < 400; step += 1) {
      const caller = three[(step * 7 + (step >> 3)) % 3] as Caller
      const cost = 1 + (step % 11 === 0 ? 1 : 0)
      const customer = customers[step % 2] as string
      expect(await rates.messages(caller, cost)).toEqual(await alone.messages(caller, cost))
      expect(await rates.account(caller, customer)).toEqual(await alone.account(caller, customer))
      clock.now += (step * 997) % 3000
    }
  })

  test('is one count for two replicas', async () => {
    const clock = { now: 1_700_000_000_000 }
    const [one, other] = [await shared(cacheUrl, clock), await shared(cacheUrl, clock)]
    await connected(one)
    await connected(other)
    const [caller] = callers() as [Caller]
    const verdicts = []
    for (let calls = 0; calls < 4; calls += 1) verdicts.push(await one.messages(caller, 1), await other.messages(caller, 1))
    expect(verdicts.filter((verdict) => verdict === undefined)).toHaveLength(5)
    expect(verdicts.at(-1)).toEqual({ allowance: 'caller', retryAfterS: 12 })
  })

  test('leaves no names behind, and nothing for longer than two periods', async () => {
    const { Redis } = await import('ioredis')
    const reader = new Redis(cacheUrl)
    onTestFinished(() => reader.disconnect())
    const rates = createValkeyRates({ url: cacheUrl, limits, fallback: nobody, log: false, monotonic: () => performance.now() })
    onTestFinished(() => rates.close())
    await connected(rates)
    const [caller] = callers('client-with-a-name')
    await rates.messages({ ...(caller as Caller), subject: 'jane.doe@acme.example' }, 1)
    const keys = await reader.keys('cx:rates:*')
    expect(keys.length).toBeGreaterThan(0)
    expect(keys.join(' ')).not.toMatch(/jane|client-with/)
    const left = await Promise.all(keys.map((key) => reader.pttl(key)))
    expect(left.filter((ms) => ms < 0 || ms > 120_000)).toEqual([])
  })
})

describe.skipIf(!answers)('what is kept in a shared memory', () => {
  const open = async () => {
    const { Redis } = await import('ioredis')
    const reader = new Redis(cacheUrl)
    onTestFinished(() => reader.disconnect())
    const clock = { now: 1_700_000_000_000 }
    const failures: string[] = []
    const rates = createValkeyRates({
      url: cacheUrl,
      limits,
      fallback: nobody,
      log: false,
      monotonic: () => performance.now(),
      now: () => clock.now,
      onFailure: (what) => failures.push(what),
    })
    onTestFinished(() => rates.close())
    await connected(rates)
    failures.length = 0
    const keysOf = async (work: () => unknown): Promise<string[]> => {
      const before = new Set(await reader.keys('cx:rates:*'))
      await work()
      return (await reader.keys('cx:rates:*')).filter((key) => !before.has(key))
    }
    return { reader, clock, rates, failures, keysOf }
  }

  test('for one call lies in one place of a cluster', async () => {
    const { rates, keysOf } = await open()
    const [caller] = callers() as [Caller]
    const keys = await keysOf(() => rates.messages(caller, 1))
    expect(keys).toHaveLength(4)
    expect(new Set(keys.map(tagOf)).size).toBe(1)
    const others = await keysOf(() => rates.account(caller, randomUUID()))
    expect(others).toHaveLength(2)
    expect(new Set(others.map(tagOf)).size).toBe(1)
  })

  test.each([
    ['who was seen', /:seen$/, 'del'],
    ['what a caller has left', /(?<!:seen)$/, 'fields'],
    ['what is common', /(?<!:seen)$/, 'common'],
    ['a whole bucket', /(?<!:seen)$/, 'del'],
  ] as const)('may lose %s: it is counted anew, without a fault', async (_what, which, how) => {
    const { reader, rates, failures, keysOf } = await open()
    const [caller] = callers() as [Caller]
    const keys = (await keysOf(() => rates.messages(caller, 5))).filter((key) => which.test(key))
    expect((await rates.messages(caller, 1))?.allowance).toBe('caller')
    for (const key of keys) {
      if (how === 'del') await reader.del(key)
      else for (const field of await reader.hkeys(key)) if (field.startsWith('m:') === (how === 'fields')) await reader.hdel(key, field)
    }
    for (let calls = 0; calls < 8; calls += 1) await rates.messages(caller, 1)
    expect((await rates.messages(caller, 1))?.allowance).toBe('caller')
    expect(failures).toEqual([])
  })
})

/** A server that speaks the protocol and answers every script with an error. */
async function startRefusing(error: string) {
  const state = { scripts: 0 }
  const info = 'redis_version:7.0.0\r\n'
  const url = await strangeServer((socket) => {
    socket.on('data', (bytes) => {
      for (const [, command = ''] of bytes.toString().matchAll(/\*\d+\r\n\$\d+\r\n(\w+)/g)) {
        if (command.startsWith('eval')) state.scripts += 1
        const answer = command === 'info' ? `$${info.length}\r\n${info}` : command.startsWith('eval') ? `-${error}` : '+OK'
        socket.write(`${answer}\r\n`)
      }
    })
  })
  return { url, state }
}

test.each(['ERR user_script:12: attempt to perform arithmetic on a nil value', 'OOM command not allowed', 'READONLY You can’t write'])(
  'a shared memory that answers %s is told of in the log and counted, asked again next time, and never opens the limits',
  async (error) => {
    const { url: at, state } = await startRefusing(error)
    const lines: unknown[] = []
    const failures: string[] = []
    const log = createLog({ destination: { write: (line: string) => void lines.push(JSON.parse(line)) } })
    const alone = createMemoryRates(limits, () => 0)
    const rates = createValkeyRates({
      url: at,
      limits,
      fallback: alone,
      log,
      monotonic: () => performance.now(),
      onFailure: (what) => failures.push(what),
    })
    onTestFinished(() => rates.close())
    const [probe, caller] = callers() as [Caller, Caller]
    while (state.scripts === 0) {
      await rates.account(probe, 'probe')
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    const before = state.scripts
    failures.length = 0
    const verdicts = []
    for (let calls = 0; calls < 7; calls += 1) verdicts.push(await rates.messages(caller, 1))
    expect(verdicts.map((verdict) => verdict?.allowance)).toEqual([...Array.from({ length: 5 }), 'caller', 'caller'])
    expect(state.scripts - before).toBeGreaterThanOrEqual(7)
    expect(failures).toEqual(Array.from({ length: 7 }, () => 'script'))
    expect(lines.filter((line) => JSON.stringify(line).includes('"level":"error"'))).toHaveLength(1)
  },
)

describe('a shared memory that is not there', () => {
  test.each([
    ['refuses connections', (socket: Socket) => socket.destroy()],
    ['says nothing', () => undefined],
    ['talks nonsense', (socket: Socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')],
  ])('and %s: every replica keeps the limits for itself, without waiting long', async (_what, behave) => {
    const clock = { now: 0 }
    const alone = createMemoryRates(limits, () => clock.now)
    const rates = await shared(await strangeServer(behave), clock, alone)
    const [caller] = callers() as [Caller]
    const verdicts = []
    for (let calls = 0; calls < 7; calls += 1) verdicts.push(await rates.messages(caller, 1))
    expect(verdicts.map((verdict) => verdict?.allowance)).toEqual([...Array.from({ length: 5 }), 'caller', 'caller'])
  })
})

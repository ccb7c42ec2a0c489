import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { ConciergeError, type Call } from '@cx-concierge/contract'
import type { ConnectorPromise } from './promise.ts'
import { errorOf, expectCode, expectInTrouble, warmConnection } from './expect-code.ts'
import { ask, askAll, casesOf, type World } from './world.ts'

const atOnceMs = 200

async function expectTornDown(world: World): Promise<void> {
  const giveUpAt = performance.now() + 1000
  while (world.backend.stats().inFlight > 0 && performance.now() < giveUpAt) await sleep(5)
  assert.equal(world.backend.stats().inFlight, 0, 'requests still open at the backend')
}

interface Begun {
  readonly isOver: () => boolean
  /** Resolves with how it ended, or with nothing when it goes on for another while after the abort. */
  abort(): Promise<ConciergeError | undefined>
}

const callerGone = new ConciergeError('CALLER_GONE', 'The caller has left.')

function begin(lookup: (call: Call) => Promise<unknown>): Begun {
  const controller = new AbortController()
  let over = false
  const ended = errorOf(() =>
    lookup({ signal: controller.signal }).finally(() => {
      over = true
    }),
  )
  // judged by whoever aborts
  ended.catch(() => undefined)
  return {
    isOver: () => over,
    async abort() {
      controller.abort(callerGone)
      return await Promise.race([ended, sleep(atOnceMs, undefined)])
    },
  }
}

/** What a connector does when its backend, or its caller, fails. */
export const promisesOfFailure: readonly ConnectorPromise[] = [
  {
    title: 'stops at once when aborted',
    async run(world) {
      const connection = await warmConnection(world)
      world.backend.fail({ kind: 'slow', delayMs: 2000 })
      for (const { name, known } of casesOf(world.trial)) {
        const keys = known.map(({ key }) => key)
        const lookup = begin((call) => ask(connection, name, keys, call))
        await sleep(30)
        assert.equal(await lookup.abort(), callerGone, `${name}: goes on, or ends otherwise than with the caller's own reason`)
        await expectTornDown(world)
      }
    },
  },
  {
    title: "waits for a hanging backend until the caller's signal, and no shorter",
    async run(world) {
      const connection = await warmConnection(world)
      const [first] = casesOf(world.trial)
      if (first === undefined) return
      world.backend.fail({ kind: 'hang' })
      const keys = first.known.map(({ key }) => key)
      const lookup = begin((call) => ask(connection, first.name, keys, call))
      await sleep(world.trial.patienceMs ?? 250)
      assert.equal(lookup.isOver(), false, 'gave up by itself')
      await lookup.abort().catch(() => undefined)
    },
  },
  {
    title: 'says BACKEND_UNAVAILABLE, which may be tried again, when the backend is down',
    async run(world) {
      const connections = [await warmConnection(world), world.connect()]
      await world.backend.down()
      for (const connection of connections) {
        for (const { name, known } of casesOf(world.trial)) {
          const keys = known.map(({ key }) => key)
          const error = await expectCode('BACKEND_UNAVAILABLE', () => ask(connection, name, keys))
          assert.ok(error.retryable)
        }
      }
    },
  },
  {
    title: "says BACKEND_RATE_LIMITED when the backend says so in the vendor's words",
    applies: (trial) => trial.rateLimits !== false,
    async run(world) {
      await expectInTrouble(world, { kind: 'rate_limited' }, 'BACKEND_RATE_LIMITED', [await warmConnection(world)])
    },
  },
  {
    title: 'says BACKEND_BAD_ANSWER for a login page with status 200',
    async run(world) {
      await expectInTrouble(world, { kind: 'html' }, 'BACKEND_BAD_ANSWER', [await warmConnection(world)])
    },
  },
  {
    title: 'says BACKEND_UNAVAILABLE for a 5xx, and never retries',
    async run(world) {
      const connections = [await warmConnection(world), world.connect()]
      await expectInTrouble(world, { kind: 'status', status: 503 }, 'BACKEND_UNAVAILABLE', connections)
    },
  },
  {
    title: 'survives an answer cut in the middle',
    async run(world) {
      const connections = [await warmConnection(world), world.connect()]
      await expectInTrouble(world, { kind: 'cut' }, 'BACKEND_UNAVAILABLE', connections)
      world.backend.fail(undefined)
      for (const connection of connections) await askAll(world, connection)
    },
  },
]

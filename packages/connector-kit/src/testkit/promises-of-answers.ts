import assert from 'node:assert/strict'
import type { ConnectorPromise } from './promise.ts'
import { expectCode, warmConnection } from './expect-code.ts'
import { ask, casesOf, patientCall } from './world.ts'

/** What a connector does for a backend in good health. */
export const promisesOfAnswers: readonly ConnectorPromise[] = [
  {
    title: 'answers known keys',
    async run(world) {
      const connection = world.connect()
      for (const { name, known } of casesOf(world.trial)) {
        for (const { key, expect } of known) {
          const answers = await ask(connection, name, [key])
          assert.ok(answers.get(key) !== undefined, `${name}: no answer for ${key}`)
          assert.partialDeepStrictEqual(answers.get(key), expect, `${name}: ${key}`)
        }
      }
    },
  },
  {
    title: 'asks for many keys at once',
    async run(world) {
      const connection = await warmConnection(world)
      const { keysPerRequest = Number.POSITIVE_INFINITY } = world.connector.limits ?? {}
      for (const { name, known, unknown } of casesOf(world.trial)) {
        const keys = [...known.map(({ key }) => key), ...unknown]
        world.backend.resetStats()
        const answers = await ask(connection, name, keys)
        for (const { key } of known) assert.ok(answers.get(key) !== undefined, `${name}: no answer for ${key} among others`)
        const allowed = Math.max(1, Math.ceil(keys.length / keysPerRequest))
        assert.ok(world.backend.stats().requests <= allowed, `${name}: more than ${allowed} requests for ${keys.length} keys`)
      }
    },
  },
  {
    title: 'says undefined for an unknown key',
    async run(world) {
      const connection = world.connect()
      for (const { name, unknown } of casesOf(world.trial)) {
        const answers = await ask(connection, name, unknown)
        for (const key of unknown) assert.equal(answers.get(key), undefined, `${name}: ${key}`)
      }
    },
  },
  {
    title: 'signs in once when its session has expired, and answers',
    applies: (trial) => trial.signIn?.route !== undefined,
    async run(world) {
      const connection = await warmConnection(world)
      const [first] = casesOf(world.trial)
      if (first === undefined) return
      world.backend.resetStats()
      world.backend.fail({ kind: 'expired_session', times: 1 })
      const keys = first.known.map(({ key }) => key)
      const answers = await ask(connection, first.name, keys)
      for (const key of keys) assert.ok(answers.get(key) !== undefined, `no answer for ${key}`)
      assert.equal(world.backend.stats().byRoute[world.trial.signIn?.route ?? ''], 1, 'sign-ins')
    },
  },
  {
    title: 'shares one sign-in between callers',
    applies: (trial) => trial.signIn?.route !== undefined,
    async run(world) {
      const connection = world.connect()
      const [first] = casesOf(world.trial)
      const key = first?.known[0]?.key
      if (first === undefined || key === undefined) return
      await Promise.all(Array.from({ length: 5 }, () => ask(connection, first.name, [key])))
      assert.equal(world.backend.stats().byRoute[world.trial.signIn?.route ?? ''], 1, 'sign-ins')
    },
  },
  {
    title: 'says BACKEND_SIGN_IN_FAILED when its credentials are refused',
    applies: (trial) => trial.signIn !== undefined,
    async run(world) {
      const settings = world.trial.signIn?.badSettings(world.settings)
      assert.ok(settings !== undefined)
      for (const { name, known } of casesOf(world.trial)) {
        const connection = world.connect({ settings })
        const keys = known.slice(0, 1).map(({ key }) => key)
        await expectCode('BACKEND_SIGN_IN_FAILED', () => ask(connection, name, keys))
      }
      await expectCode('BACKEND_SIGN_IN_FAILED', () => world.connect({ settings }).check(patientCall()))
    },
  },
  {
    title: 'checks out when healthy, and does not when down',
    async run(world) {
      const connection = world.connect()
      await connection.check(patientCall())
      assert.ok(world.backend.stats().requests > 0, 'the check asked nobody')
      await world.backend.down()
      await expectCode('BACKEND_UNAVAILABLE', () => connection.check(patientCall()))
    },
  },
]

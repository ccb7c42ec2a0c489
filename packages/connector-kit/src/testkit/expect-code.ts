import assert from 'node:assert/strict'
import { ConciergeError, type Connection, type ErrorCode } from '@cx-concierge/contract'
import type { Fault } from '../sandbox/index.ts'
import { ask, askAll, casesOf, patientCall, type World } from './world.ts'

/** The error `work` throws. Fails when it throws none, or one that is not of our class. */
export async function errorOf(work: () => Promise<unknown>): Promise<ConciergeError> {
  try {
    await work()
  } catch (error) {
    assert.ok(ConciergeError.is(error), `threw something other than a ConciergeError: ${String(error)}`)
    return error
  }
  return assert.fail('answered, though it could not')
}

/** Fails unless `work` throws an error of that code. */
export async function expectCode(code: ErrorCode, work: () => Promise<unknown>): Promise<ConciergeError> {
  const error = await errorOf(work)
  assert.equal(error.code, code)
  return error
}

/** A connection that has answered everything once, so that it is signed in. */
export async function warmConnection(world: World): Promise<Connection> {
  const connection = world.connect()
  await askAll(world, connection)
  // a token may be renewed again
  world.advance(60_000)
  return connection
}

/** In that trouble every look-up must throw that code, each time after exactly one request. */
export async function expectInTrouble(world: World, fault: Fault, code: ErrorCode, connections: readonly Connection[]): Promise<void> {
  for (const connection of connections) {
    for (const { name, known } of casesOf(world.trial)) {
      world.backend.resetStats()
      world.backend.fail(fault)
      const keys = known.slice(0, world.connector.limits?.keysPerRequest ?? known.length).map(({ key }) => key)
      await expectCode(code, () => ask(connection, name, keys, patientCall()))
      assert.equal(world.backend.stats().requests, 1, `${name}: requests sent`)
    }
  }
}

import type { AnyConnector } from '@cx-concierge/contract'
import { afterAll, beforeAll, beforeEach, describe, it } from 'vitest'
import { connectorPromises } from './connector-promises.ts'
import type { ConnectorTrial } from './trial.ts'
import { createWorld, type World } from './world.ts'

/** Tries one connector in everything every connector promises, against its own pretend backend. */
export function describeConnector(connector: AnyConnector, trial: ConnectorTrial): void {
  describe(`the connector ${connector.name}`, () => {
    let world: World
    beforeAll(async () => {
      world = await createWorld(connector, trial)
    })
    beforeEach(() => world.heal())
    afterAll(() => world.close())

    for (const promise of connectorPromises) {
      if (promise.applies?.(trial) === false) continue
      // oxlint-disable-next-line vitest/expect-expect, vitest/valid-title -- the promise holds the title and the assertions
      it(promise.title, () => promise.run(world), 30_000)
    }
  })
}

import { describe, expect, it } from 'vitest'
import { connectorPromises, createWorld, describeConnector, type ConnectorTrial } from '../src/testkit/index.ts'
import { startToy } from './toy/backend.ts'
import { breaks, type Break } from './toy/breaks.ts'
import { toyConnector } from './toy/connector.ts'

const kept = 'data:text/javascript,export default 1'
const opensOnImport = `data:text/javascript,import net from 'node:net'; net.connect(9, '127.0.0.1').on('error', () => undefined)`

function trialFor(broken?: Break): ConnectorTrial {
  return {
    start: async () => ({ backend: await startToy() }),
    signIn: { route: 'token', badSettings: (settings) => ({ ...settings, sign_in: { secret: 'another-secret' } }) },
    cases: {
      accounts: {
        known: [
          { key: '001-ada', expect: { name: 'Ada' } },
          { key: '001-grace', expect: { name: 'Grace' } },
        ],
        unknown: '001-nobody',
      },
    },
    patienceMs: broken === 'has a timeout of its own' ? 400 : 60,
    // a process is started for it, so it is tried only where it matters
    ...(broken === 'opens a connection when imported' ? { entry: opensOnImport } : broken === undefined ? { entry: kept } : {}),
  }
}

describeConnector(toyConnector(), trialFor())

async function brokenPromises(broken: Break): Promise<string[]> {
  const trial = trialFor(broken)
  const world = await createWorld(toyConnector(broken), trial)
  const failed: string[] = []
  try {
    for (const promise of connectorPromises.filter(({ applies }) => applies?.(trial) !== false)) {
      await world.heal()
      await promise.run(world).catch(() => failed.push(promise.title))
    }
  } finally {
    await world.close()
  }
  return failed
}

describe('a connector that', () => {
  const names = Object.keys(breaks) as Break[]

  it.each(names)('%s breaks exactly that promise', { timeout: 20_000 }, async (broken) => {
    expect(await brokenPromises(broken)).toEqual([breaks[broken]])
  })

  it('breaks any promise there is would be noticed', () => {
    expect(new Set(connectorPromises.map(({ title }) => title))).toEqual(new Set(Object.values(breaks)))
  })
})

import { ConciergeError } from '@cx-concierge/contract'
import type { Fault } from '../sandbox/index.ts'
import { warmConnection } from './expect-code.ts'
import { ask, casesOf, type World } from './world.ts'

const faults: readonly Fault[] = [
  { kind: 'status', status: 400 },
  { kind: 'status', status: 401 },
  { kind: 'status', status: 403 },
  { kind: 'status', status: 500 },
  { kind: 'rate_limited' },
  { kind: 'html' },
  { kind: 'cut' },
]

/** Asks every look-up in every trouble and gathers what is thrown. Some backends answer in some troubles; that is no matter here. */
export async function errorsInTrouble(world: World): Promise<readonly Error[]> {
  const errors: Error[] = []
  const connection = await warmConnection(world)
  const askIn = async (asked = connection): Promise<void> => {
    for (const { name, known } of casesOf(world.trial)) {
      const keys = known.slice(0, 1).map(({ key }) => key)
      try {
        await ask(asked, name, keys)
      } catch (error) {
        errors.push(ConciergeError.is(error) ? error : new Error(String(error), { cause: error }))
      }
    }
  }
  for (const fault of faults) {
    world.backend.fail(fault)
    await askIn()
  }
  world.backend.fail(undefined)
  if (world.trial.signIn !== undefined) await askIn(world.connect({ settings: world.trial.signIn.badSettings(world.settings) }))
  await world.backend.down()
  await askIn()
  return errors
}

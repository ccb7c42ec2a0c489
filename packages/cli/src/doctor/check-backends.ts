import { ConciergeError } from '@cx-concierge/contract'
import { noObserver, systemClock } from '@cx-concierge/core'
import { connectSources, type Config } from '@cx-concierge/gateway'
import { about, type Finding } from './finding.ts'

/** Signs in to every configured system once and asks it the cheapest question there is. */
export async function checkBackends(config: Config, now: () => number): Promise<readonly Finding[]> {
  const sources = connectSources(config, { clock: { ...systemClock, now }, observe: noObserver, log: false })
  try {
    return await Promise.all(
      [...sources.values()].map(async (source) => {
        const backend = about(`backend ${source.name}`)
        try {
          await source.check()
          const rights = await source.excessRights()
          if (rights === undefined) return backend.good('signed in, and it answers; what else we may do there cannot be told')
          return rights.length === 0
            ? backend.good('signed in, and it answers; we may read and nothing else')
            : backend.warning(`signed in, with more rights than needed: ${rights.join(', ')}`, 'give the integration user read rights only')
        } catch (error) {
          const what = ConciergeError.is(error) ? `${error.code}: ${error.message}` : 'could not be asked'
          return backend.bad(what, 'ERRORS.md says what to do about this code')
        }
      }),
    )
  } finally {
    await Promise.all([...sources.values()].map((source) => source.close()))
  }
}

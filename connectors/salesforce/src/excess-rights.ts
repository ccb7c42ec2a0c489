import type { Call } from '@cx-concierge/connector-kit'
import type { Sessions } from './session.ts'
import type { Settings } from './settings.ts'
import { objectRights } from './wire.ts'

const readObjects = ['Account', 'Contact', 'User'] as const
const changes = { createable: 'create', updateable: 'change', deletable: 'delete' } as const

/**
 * What the signed-in user may do to the objects this connector reads besides reading them, in words: `change Account`. REST API Developer Guide,
 * "sObject Describe". Throws a `ConciergeError`.
 */
export async function excessRights({ api_version: version }: Settings, sessions: Sessions, call: Call): Promise<readonly string[]> {
  const described = await Promise.all(
    readObjects.map((object) =>
      sessions.run(call, async (send) => ({
        object,
        rights: objectRights.parse(await send('GET', `/services/data/v${version}/sobjects/${object}/describe`)),
      })),
    ),
  )
  return described.flatMap(({ object, rights }) =>
    Object.entries(changes).flatMap(([right, word]) => (rights[right as keyof typeof changes] ? [`${word} ${object}`] : [])),
  )
}

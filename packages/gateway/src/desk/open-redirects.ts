import type { Store } from '@cx-concierge/store'
import type { Log } from '../log.ts'
import type { Redirects } from './redirect-memory.ts'

/** What the record knows of merged accounts; merges seen from now on are added to it. */
export async function openRedirects(store: Store, log: Log | false): Promise<Redirects> {
  const known = new Map(await store.redirects())
  return {
    known,
    remember: (from, to) => {
      if (known.get(from) === to) return
      known.set(from, to)
      store.addRedirect(from, to).catch((error: unknown) => log !== false && log.warn({ error }, 'a merge could not be remembered'))
    },
  }
}

import { ConciergeError } from '@cx-concierge/contract'
import { errors } from 'jose'
import { keysOf, type Keys } from './key-source.ts'

/** What keys are fetched with. */
export interface RemoteKeysParts {
  /** Brings the issuer's JWKS. */
  readonly fetchSet: () => Promise<unknown>
  /** Epoch milliseconds. */
  readonly clock: () => number
  /** Told of every time the keys could not be brought. */
  readonly onFailure: (error: unknown) => void
}

const freshForMs = 600_000
const usableForMs = 3_600_000
const refetchAfterMs = 30_000
const retryAfterMs = 1_000

/**
 * Keys fetched when first needed, again before they are used once they are ten minutes old, and for a key nobody knows at most every 30 seconds; never twice
 * at once. While they cannot be fetched, which is tried every 30 seconds, known keys go on for an hour and then no longer: rejects with
 * `BACKEND_UNAVAILABLE` when no keys may be used.
 */
export function createRemoteKeys({ fetchSet, clock, onFailure }: RemoteKeysParts): Keys {
  let known: { readonly find: Keys; readonly fetchedAt: number } | undefined
  let triedAt: number | undefined
  let fetching: Promise<void> | undefined

  // a clock that was set back must not keep anything alive
  const sinceMs = (moment: number): number => Math.abs(clock() - moment)
  const usable = (): Keys | undefined => (known !== undefined && sinceMs(known.fetchedAt) < usableForMs ? known.find : undefined)
  const isFresh = (): boolean => known !== undefined && sinceMs(known.fetchedAt) < freshForMs
  const mayFetch = (pauseMs: number): boolean => fetching !== undefined || triedAt === undefined || sinceMs(triedAt) >= pauseMs

  async function fetchOnce(): Promise<void> {
    try {
      triedAt = clock()
      const find = keysOf(await fetchSet())
      known = { find, fetchedAt: clock() }
    } catch (error) {
      onFailure(error)
    }
  }
  const refresh = (): Promise<void> =>
    (fetching ??= fetchOnce().finally(() => {
      fetching = undefined
    }))

  async function current(): Promise<Keys> {
    // waited for: among keys that nobody asked for in a while may be one that its issuer has withdrawn
    if (!isFresh() && mayFetch(usable() === undefined ? retryAfterMs : refetchAfterMs)) await refresh()
    const keys = usable()
    if (keys === undefined) throw new ConciergeError('BACKEND_UNAVAILABLE', 'The keys of a token issuer are not known.')
    return keys
  }

  return async (header, token) => {
    const keys = await current()
    try {
      return await keys(header, token)
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error
      // another caller may have had them fetched while this one looked
      if (usable() === keys && mayFetch(refetchAfterMs)) await refresh()
      const newer = usable()
      if (newer === undefined || newer === keys) throw error
      return await newer(header, token)
    }
  }
}

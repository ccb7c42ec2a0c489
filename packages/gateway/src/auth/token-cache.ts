import { LRUCache } from 'lru-cache'
import type { Believed } from './authenticate.ts'
import { tokenHash } from './token-hash.ts'

/** Remembers which tokens were found good, so that a warm call costs one hash. */
export interface TokenCache {
  /** The earlier verdict on this very token, while it holds. */
  find(token: string): Believed | undefined
  /** Keeps a verdict until it ends, `longestMs` at most. */
  keep(token: string, believed: Believed, longestMs: number): void
}

interface Entry {
  readonly believed: Believed
  readonly keptAt: number
  readonly holdsUntil: number
}

const most = 10_000

/**
 * Entries are found by the hash of the whole token, never a part of it, and hold no longer than the token. Refusals are not kept. `clock` gives epoch
 * milliseconds; an entry from its future does not hold.
 */
export function createTokenCache(clock: () => number): TokenCache {
  const entries = new LRUCache<string, Entry>({ max: most })
  return {
    find(token) {
      const entry = entries.get(tokenHash(token))
      if (entry === undefined) return undefined
      const now = clock()
      return now >= entry.keptAt && now < entry.holdsUntil ? entry.believed : undefined
    },
    keep(token, believed, longestMs) {
      const keptAt = clock()
      entries.set(tokenHash(token), { believed, keptAt, holdsUntil: Math.min(believed.expiresAt, keptAt + longestMs) })
    },
  }
}

import { hash } from 'node:crypto'
import type { Caller } from '@cx-concierge/contract'
import { LRUCache } from 'lru-cache'

/** A token that was found good. */
interface Verified {
  readonly caller: Caller
  /** Epoch milliseconds. */
  readonly expiresAt: number
}

/** Remembers which tokens were found good, so that a warm call costs one hash. */
export interface TokenCache {
  /** The earlier verdict on this very token, while it holds. */
  find(token: string): Verified | undefined
  keep(token: string, verified: Verified): void
}

interface Entry {
  readonly verified: Verified
  readonly holdsUntil: number
}

const most = 10_000
const longestMs = 300_000

/**
 * Entries are found by the SHA-256 of the whole token, never a part of it, and hold until the token expires, five minutes at most: so long may a key that
 * an issuer withdraws go on working. Refusals are not kept. `clock` gives epoch milliseconds.
 */
export function createTokenCache(clock: () => number): TokenCache {
  const entries = new LRUCache<string, Entry>({ max: most })
  return {
    find(token) {
      const entry = entries.get(keyOf(token))
      return entry !== undefined && clock() < entry.holdsUntil ? entry.verified : undefined
    },
    keep(token, verified) {
      entries.set(keyOf(token), { verified, holdsUntil: Math.min(verified.expiresAt, clock() + longestMs) })
    },
  }
}

function keyOf(token: string): string {
  return hash('sha256', token, 'base64')
}

import { sha256 } from '../chain.ts'

/** A decision body, under the hash its rows name it by. */
export type Body = readonly [sha256: string, body: string]

/** What the main thread remembers of decision bodies, so that a body that many decisions share travels and is hashed once. */
export interface KnownBodies {
  sha256(body: string): string
  /** Of these bodies, by their hashes, those that are not on disk yet. Counts them as kept: the caller writes them, or says `forget`. */
  claimNew(bodies: ReadonlyMap<string, string>): Body[]
  /** Nothing is sure any more: a write failed, or another connection may be looking at another file. */
  forget(): void
}

const mostKnown = 5_000

/** Remembers the newest few thousand. */
export function createKnownBodies(): KnownBodies {
  const hashes = new Map<string, string>()
  const kept = new Set<string>()
  return {
    sha256(body) {
      let found = hashes.get(body)
      if (found === undefined) {
        if (hashes.size >= mostKnown) hashes.clear()
        found = sha256(body)
        hashes.set(body, found)
      }
      return found
    },
    claimNew(bodies) {
      if (kept.size >= mostKnown) kept.clear()
      const fresh = [...bodies].filter(([hash]) => !kept.has(hash))
      for (const [hash] of fresh) kept.add(hash)
      return fresh
    },
    forget() {
      kept.clear()
    },
  }
}

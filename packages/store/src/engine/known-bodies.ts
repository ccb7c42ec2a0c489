import { sha256 } from '../chain.ts'

/** A decision body, under its SHA-256. */
export type Body = readonly [digest: string, body: string]

/** What the main thread remembers of decision bodies, so that a body that many decisions share travels and is hashed once. */
export interface KnownBodies {
  digest(body: string): string
  /** Of these bodies, by their digests, those that are not on disk yet. Counts them as kept: the caller writes them, or says `forget`. */
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
    digest(body) {
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
      const fresh = [...bodies].filter(([digest]) => !kept.has(digest))
      for (const [digest] of fresh) kept.add(digest)
      return fresh
    },
    forget() {
      kept.clear()
    },
  }
}

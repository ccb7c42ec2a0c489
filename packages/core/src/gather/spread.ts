/** The shortest life of an answer, as a share of what is allowed. */
const shortestShare = 0.5

/**
 * How long an answer stays fresh: between half of what is allowed and all of it, by its key and moment. Keys that were read together would
 * otherwise all be read again together, each time.
 */
export function spreadFreshMs(freshMs: number, key: string, readAt: number): number {
  let hash = Math.trunc(readAt % 0x7fffffff)
  for (let at = 0; at < key.length; at += 1) hash = Math.imul(hash ^ key.charCodeAt(at), 0x01000193)
  // without this, keys that differ in their last letter only would stay neighbours
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  const share = ((hash ^ (hash >>> 16)) >>> 0) / 0x1_0000_0000
  return freshMs * (shortestShare + (1 - shortestShare) * share)
}

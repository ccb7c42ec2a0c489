import { LRUCache } from 'lru-cache'
import { canaryPattern } from './canary-company.ts'

/** What answers a gateway of this process has kept in memory: the canaries in them, by whose credentials they were read with. */
export type KeptMemory = Readonly<Record<string, readonly string[]>>

/** Watches everything that is kept from now on. */
export function watchMemory(): () => KeptMemory {
  const kept = new Map<string, Set<string>>()
  // any cache of the product, whatever it holds
  const { prototype } = LRUCache
  const set = prototype.set
  prototype.set = function (key: unknown, value: unknown, ...rest) {
    const owner = typeof key === 'string' ? /^(?:s|c\|[^|]+)\|/.exec(key)?.[0] : undefined
    if (owner !== undefined) {
      const found = kept.get(owner) ?? new Set()
      for (const [word] of (JSON.stringify(value) ?? '').matchAll(canaryPattern)) found.add(word.toLowerCase())
      kept.set(owner, found)
    }
    return set.call(this, key, value, ...rest)
  }
  return () => Object.fromEntries([...kept].map(([owner, words]) => [owner, [...words]]))
}

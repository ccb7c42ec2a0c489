import type { AccountRecord, SnapshotEntry } from '@cx-concierge/contract'
import type { Source } from '@cx-concierge/core'

/** What is remembered of merges, beyond what the system of record still knows. */
export interface Redirects {
  readonly known: ReadonlyMap<string, string>
  /** Told of every merge seen; keeps it for good. */
  readonly remember: (from: string, to: string) => void
}

/**
 * Remembers where merged accounts went. A system of record forgets it once its bin is emptied; callers keep the old id
 * for years. What callers read with their own rights (`as`) is left alone: a merge that one of them may see is not for all.
 */
export function withRedirectMemory(source: Source, redirects: Redirects): Source {
  const follow = (entry: SnapshotEntry, id: string): SnapshotEntry => {
    if (entry.state !== 'answered') return entry
    const record = entry.value as AccountRecord | undefined
    if (record?.mergedInto) redirects.remember(id, record.mergedInto)
    const survivor = record === undefined ? redirects.known.get(id) : undefined
    return survivor === undefined ? entry : { ...entry, value: { id, deleted: true, mergedInto: survivor } satisfies AccountRecord }
  }
  return {
    ...source,
    peek: (lookup, key) => {
      const entry = source.peek(lookup, key)
      return entry && lookup === 'accounts' ? follow(entry, key) : entry
    },
    load: async (lookup, key, leaving) => {
      const entry = await source.load(lookup, key, leaving)
      return lookup === 'accounts' ? follow(entry, key) : entry
    },
    recall: (lookup, key, code) => {
      const entry = source.recall(lookup, key, code)
      return entry && lookup === 'accounts' ? follow(entry, key) : entry
    },
  }
}

import type { LookupName } from '@cx-concierge/contract'
import { LRUCache } from 'lru-cache'
import { cacheKey, ownerOf, type Credentials } from './cache-key.ts'
import type { Answered, Table } from './table.ts'

/** What one source has answered, by whose credentials it was read with. */
export interface Memory {
  find(credentials: Credentials, lookup: LookupName, key: string): Answered | undefined
  keep(credentials: Credentials, lookup: LookupName, key: string, answer: Answered): void
  /** Keeps a look-up that was read whole. */
  keepTable(credentials: Credentials, lookup: LookupName, table: Table): void
  /** Forgets all that was read with these credentials. */
  forget(credentials: Credentials): void
  /** Forgets everything. */
  clear(): void
}

const mostAnswers = 50_000
/** A table holds a whole source, so far fewer of them are kept; there is more than one only where callers read with their own rights. */
const mostTables = 200
/** Stands for every key of a look-up that is read whole. */
export const wholeKey = '*'

/** Remembers nothing yet. `isWhole`: whether a look-up is read whole. */
export function createMemory(isWhole: (lookup: LookupName) => boolean): Memory {
  const answers = new LRUCache<string, Answered>({ max: mostAnswers })
  const tables = new LRUCache<string, Table>({ max: mostTables })
  return {
    find: (credentials, lookup, key) =>
      isWhole(lookup) ? tables.get(cacheKey(credentials, lookup, wholeKey))?.get(key) : answers.get(cacheKey(credentials, lookup, key)),
    keep: (credentials, lookup, key, answer) => void answers.set(cacheKey(credentials, lookup, key), answer),
    keepTable: (credentials, lookup, table) => void tables.set(cacheKey(credentials, lookup, wholeKey), table),
    forget: (credentials) => {
      const owner = ownerOf(credentials)
      for (const kept of [answers, tables]) for (const key of kept.keys()) if (key.startsWith(owner)) kept.delete(key)
    },
    clear: () => {
      answers.clear()
      tables.clear()
    },
  }
}

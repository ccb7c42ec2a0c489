import type { LookupName } from '@cx-concierge/contract'
import type { Ages } from '../policy.ts'
import { cacheKey, type Credentials } from './cache-key.ts'
import type { Clock } from './clock.ts'
import { expiryOf, isExpired } from './expiry.ts'
import { wholeKey, type Memory } from './memory.ts'
import type { Observer } from './observer.ts'
import type { KeptAnswer, SharedAnswer, SharedAnswers } from './shared-answers.ts'
import { createTable } from './table.ts'

/** Takes what other replicas have read into this one's memory, and hands on what this one has read. */
export interface SharedMemory {
  /** Takes what there is for these keys. What it answers must still be asked for: the keys of which nothing fresh was there. */
  fill(credentials: Credentials, lookup: LookupName, keys: readonly string[]): Promise<readonly string[]>
  /** The same for a source that is read whole: whether it was there, and fresh. */
  fillTable(credentials: Credentials, lookup: LookupName): Promise<boolean>
  share(credentials: Credentials, lookup: LookupName, found: ReadonlyMap<string, unknown>, readAt: number): void
  shareTable(credentials: Credentials, lookup: LookupName, rows: ReadonlyMap<string, unknown>, readAt: number): void
}

/** What it is made of. */
export interface SharedMemoryParts {
  readonly name: string
  readonly shared: SharedAnswers
  readonly memory: Memory
  readonly ages: (lookup: LookupName) => Ages
  readonly clock: Clock
  readonly observe: Observer
}

/** Replicas' clocks differ by less; an answer from further ahead is nobody's. */
const mostAheadMs = 60_000

/** The ages of answers travel with them: one that is fresh or usable here is so by when it was read, wherever that was. */
export function createSharedMemory({ name, shared, memory, ages, clock, observe }: SharedMemoryParts): SharedMemory {
  /** When it was read, by our clock; `undefined` when there is nothing that could be used. */
  const readAtOf = (answer: SharedAnswer | undefined): number | undefined => {
    const now = clock.now()
    return answer === undefined || answer.readAt > now + mostAheadMs || isExpired(answer.value, now)
      ? undefined
      : Math.min(answer.readAt, now)
  }
  const isFresh = (readAt: number, lookup: LookupName): boolean => clock.now() - readAt <= ages(lookup).freshMs
  const kept = (credentials: Credentials, lookup: LookupName, { key, value, readAt }: SharedAnswer): KeptAnswer => ({
    key: cacheKey(credentials, lookup, key),
    value,
    readAt,
    usableUntil: Math.min(readAt + ages(lookup).usableMs, expiryOf(value) ?? Infinity),
  })
  const count = (lookup: LookupName, asked: number, fresh: number): void => observe({ kind: 'shared', source: name, lookup, asked, fresh })

  return {
    fill: async (credentials, lookup, keys) => {
      const found = await shared.find(
        credentials,
        keys.map((key) => cacheKey(credentials, lookup, key)),
      )
      const lacking = keys.filter((key, index) => {
        const answer = found[index]
        const readAt = readAtOf(answer)
        if (readAt === undefined) return true
        const known = memory.find(credentials, lookup, key)
        if (known === undefined || known.readAt < readAt)
          memory.keep(credentials, lookup, key, { state: 'answered', value: answer?.value, readAt })
        return !isFresh(readAt, lookup)
      })
      count(lookup, keys.length, keys.length - lacking.length)
      return lacking
    },
    fillTable: async (credentials, lookup) => {
      const [answer] = await shared.find(credentials, [cacheKey(credentials, lookup, wholeKey)])
      const readAt = readAtOf(answer)
      const known = memory.find(credentials, lookup, wholeKey)
      if (readAt !== undefined && (known === undefined || known.readAt < readAt))
        memory.keepTable(credentials, lookup, createTable(new Map(answer?.value as readonly (readonly [string, unknown])[]), readAt))
      const fresh = readAt !== undefined && isFresh(readAt, lookup)
      count(lookup, 1, fresh ? 1 : 0)
      return fresh
    },
    share: (credentials, lookup, found, readAt) =>
      shared.keep(
        credentials,
        [...found].map(([key, value]) => kept(credentials, lookup, { key, value, readAt })),
      ),
    shareTable: (credentials, lookup, rows, readAt) =>
      shared.keep(credentials, [kept(credentials, lookup, { key: wholeKey, value: [...rows], readAt })]),
  }
}

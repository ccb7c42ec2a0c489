import {
  ConciergeError,
  type Answers,
  type Connection,
  type ErrorCode,
  type KeyedLookup,
  type LookupName,
  type SnapshotEntry,
} from '@cx-concierge/contract'
import { LRUCache } from 'lru-cache'
import type { Ages } from '../policy.ts'
import { createProtection, type ProtectionLimits } from '../resilience/protect.ts'
import type { BreakerState } from '../resilience/breaker.ts'
import { createBatcher, type Batcher } from './batcher.ts'
import { cacheKey, serviceCredentials } from './cache-key.ts'
import type { Clock } from './clock.ts'
import type { Observer } from './observer.ts'
import { createTable, type Answered, type Table } from './table.ts'

/** A connected system, protected and remembered. */
export interface Source {
  readonly name: string
  /** What is remembered and still fresh; costs no waiting. The same object for as long as the answer is the same. */
  peek(lookup: LookupName, key: string): SnapshotEntry | undefined
  /** Whether this very answer is still the one remembered. */
  holds(lookup: LookupName, key: string, entry: SnapshotEntry): boolean
  /** The answer, an older one when the system cannot be asked, or that it is unknown. Never rejects. */
  load(lookup: LookupName, key: string): Promise<SnapshotEntry>
  /** An older answer that may still be used, marked with why no newer one could be had. */
  recall(lookup: LookupName, key: string, code: ErrorCode): SnapshotEntry | undefined
  /** How long answers of a look-up are as good as live. */
  readonly ages: (lookup: LookupName) => Ages
  /** Whether it answers, asked of the system itself. Throws `ConciergeError`. */
  check(): Promise<void>
  readonly state: () => BreakerState
  close(): Promise<void>
}

/** What a source is made of. */
export interface SourceOptions {
  readonly name: string
  readonly connection: Connection
  readonly limits: ProtectionLimits
  readonly keysPerRequest: number
  readonly ages: (lookup: LookupName) => Ages
  readonly clock: Clock
  readonly observe: Observer
}

const mostRemembered = 50_000
const wholeKey = '*'

/** Connects core to one backend. */
export function createSource(options: SourceOptions): Source {
  const { name, connection, clock, observe, ages } = options
  const protection = createProtection(name, options.limits, clock, observe)
  const answers = new LRUCache<string, Answered>({ max: mostRemembered })
  const tables = new Map<LookupName, Table>()
  const batchers = new Map<LookupName, Batcher<SnapshotEntry>>()

  const keyOf = (lookup: LookupName, key: string): string => cacheKey(serviceCredentials, lookup, key)
  const isWhole = (lookup: LookupName): boolean => typeof connection.lookups[lookup] === 'object'
  const remembered = (lookup: LookupName, key: string): Answered | undefined =>
    isWhole(lookup) ? tables.get(lookup)?.get(key) : answers.get(keyOf(lookup, key))

  const timed = async <Value>(lookup: LookupName, keys: number, work: () => Promise<Value>): Promise<Value> => {
    const started = clock.monotonic()
    try {
      const value = await work()
      observe({ kind: 'request', source: name, lookup, keys, ms: clock.monotonic() - started })
      return value
    } catch (error) {
      observe({ kind: 'request', source: name, lookup, keys, ms: clock.monotonic() - started, error: codeOf(error) })
      throw error
    }
  }

  /** Asks for keys and remembers all that came back, also what nobody asked for. */
  const askByKey = (lookup: LookupName, how: KeyedLookup<Answers[LookupName]>) => async (keys: readonly string[]) => {
    const readAt = clock.now()
    const found = await timed(lookup, keys.length, () => protection.run((call) => how(keys, call)))
    for (const [key, value] of found) answers.set(keyOf(lookup, key), { state: 'answered', value, readAt })
    for (const key of keys) if (!found.has(key)) answers.set(keyOf(lookup, key), { state: 'answered', value: undefined, readAt })
    return new Map(keys.map((key) => [key, answers.get(keyOf(lookup, key))]))
  }

  const askForAll = (lookup: LookupName, whole: (call: { signal: AbortSignal }) => Promise<ReadonlyMap<string, unknown>>) => async () => {
    const readAt = clock.now()
    tables.set(lookup, createTable(await timed(lookup, 0, () => protection.run(whole)), readAt))
    return new Map<string, SnapshotEntry>()
  }

  const batcherFor = (lookup: LookupName): Batcher<SnapshotEntry> => {
    let batcher = batchers.get(lookup)
    if (!batcher) {
      const how = connection.lookups[lookup]
      if (how === undefined) throw new ConciergeError('INTERNAL', `${name} does not answer ${lookup}`, { source: name })
      const ask = typeof how === 'function' ? askByKey(lookup, how) : askForAll(lookup, how.whole)
      batcher = createBatcher<SnapshotEntry>({ ask, keysPerRequest: options.keysPerRequest })
      batchers.set(lookup, batcher)
    }
    return batcher
  }

  const recall = (lookup: LookupName, key: string, code: ErrorCode): SnapshotEntry | undefined => {
    const known = forbidding.has(code) ? undefined : remembered(lookup, key)
    const usable = known && clock.now() - known.readAt <= ages(lookup).usableMs && !isExpired(known.value, clock.now())
    observe({ kind: 'cache', source: name, lookup, result: usable ? 'stale' : 'failed' })
    return usable ? { ...known, refreshFailed: code } : undefined
  }

  return {
    name,
    ages,
    recall,
    peek: (lookup, key) => {
      const known = remembered(lookup, key)
      const now = clock.now()
      if (!known || now - known.readAt > ages(lookup).freshMs || isExpired(known.value, now)) return undefined
      observe({ kind: 'cache', source: name, lookup, result: 'hit' })
      return known
    },
    holds: (lookup, key, entry) => remembered(lookup, key) === entry,
    load: async (lookup, key) => {
      try {
        const loaded = await batcherFor(lookup).load(isWhole(lookup) ? wholeKey : key)
        observe({ kind: 'cache', source: name, lookup, result: 'miss' })
        return loaded ?? remembered(lookup, key) ?? { state: 'unknown', code: 'INTERNAL' }
      } catch (error) {
        return recall(lookup, key, codeOf(error)) ?? { state: 'unknown', code: codeOf(error) }
      }
    },
    check: () => protection.run((call) => connection.check(call)),
    state: protection.state,
    close: async () => {
      protection.close()
      await connection.close?.()
    },
  }
}

/** After these what was read before may no longer be shown. */
const forbidding: ReadonlySet<ErrorCode> = new Set(['BACKEND_SIGN_IN_FAILED', 'BACKEND_REFUSED'])

const codeOf = (error: unknown): ErrorCode => (ConciergeError.is(error) ? error.code : 'BACKEND_UNAVAILABLE')

const isExpired = (value: unknown, now: number): boolean => {
  const expiresAt = expiryOf(value)
  return expiresAt !== undefined && expiresAt <= now
}

/** When an answer stops being right by itself, such as a signed address; epoch milliseconds. */
export const expiryOf = (value: unknown): number | undefined =>
  typeof value === 'object' && value !== null && 'expiresAt' in value && typeof value.expiresAt === 'number' ? value.expiresAt : undefined

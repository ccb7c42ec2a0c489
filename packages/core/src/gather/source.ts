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

/** A connected system, protected and remembered. */
export interface Source {
  readonly name: string
  /** What is remembered and still fresh; costs no waiting. */
  peek(lookup: LookupName, key: string): SnapshotEntry | undefined
  /** The answer, an older one when the system cannot be asked, or that it is unknown. Never rejects. */
  load(lookup: LookupName, key: string): Promise<SnapshotEntry>
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

interface Remembered {
  readonly value: unknown
  readonly readAt: number
}

const mostRemembered = 50_000
const wholeKey = '*'

/** Connects core to one backend. */
export function createSource(options: SourceOptions): Source {
  const { name, connection, clock, observe, ages } = options
  const protection = createProtection(name, options.limits, clock, observe)
  const memory = new LRUCache<string, Remembered>({ max: mostRemembered })
  const batchers = new Map<LookupName, Batcher<Remembered>>()

  const keyOf = (lookup: LookupName, key: string): string => cacheKey(serviceCredentials, lookup, key)
  const isWhole = (lookup: LookupName): boolean => typeof connection.lookups[lookup] === 'object'
  const remembered = (lookup: LookupName, key: string): Remembered | undefined => {
    if (!isWhole(lookup)) return memory.get(keyOf(lookup, key))
    const table = memory.get(keyOf(lookup, wholeKey))
    return table && { value: (table.value as ReadonlyMap<string, unknown>).get(key), readAt: table.readAt }
  }

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

  const batcherFor = (lookup: LookupName): Batcher<Remembered> => {
    let batcher = batchers.get(lookup)
    if (!batcher) {
      batcher = createBatcher<Remembered>({ ask: askerFor(lookup), keysPerRequest: isWhole(lookup) ? Infinity : options.keysPerRequest })
      batchers.set(lookup, batcher)
    }
    return batcher
  }

  /** Asks for keys and remembers all that came back, also what nobody asked for. */
  const askerFor = (lookup: LookupName) => {
    const how = connection.lookups[lookup]
    return async (keys: readonly string[]): Promise<ReadonlyMap<string, Remembered>> => {
      const readAt = clock.now()
      const answers = await timed(lookup, keys.length, () =>
        protection.run((call) => {
          if (how === undefined) throw new ConciergeError('INTERNAL', `${name} does not answer ${lookup}`, { source: name })
          return typeof how === 'function' ? (how as KeyedLookup<Answers[LookupName]>)(keys, call) : how.whole(call)
        }),
      )
      if (isWhole(lookup)) {
        const table = { value: answers, readAt }
        memory.set(keyOf(lookup, wholeKey), table)
        return new Map([[wholeKey, table]])
      }
      for (const [key, value] of answers) memory.set(keyOf(lookup, key), { value, readAt })
      return new Map(
        keys.map((key) => {
          const answer = { value: answers.get(key), readAt }
          memory.set(keyOf(lookup, key), answer)
          return [key, answer]
        }),
      )
    }
  }

  const peek = (lookup: LookupName, key: string): SnapshotEntry | undefined => {
    const known = remembered(lookup, key)
    if (!known || clock.now() - known.readAt > ages(lookup).freshMs || isExpired(known.value, clock.now())) return undefined
    observe({ kind: 'cache', source: name, lookup, result: 'hit' })
    return { state: 'answered', value: known.value, readAt: known.readAt }
  }

  return {
    name,
    peek,
    load: async (lookup, key) => {
      try {
        const answer = await batcherFor(lookup).load(isWhole(lookup) ? wholeKey : key)
        observe({ kind: 'cache', source: name, lookup, result: 'miss' })
        const value = isWhole(lookup) ? (answer?.value as ReadonlyMap<string, unknown> | undefined)?.get(key) : answer?.value
        return { state: 'answered', value, readAt: answer?.readAt ?? clock.now() }
      } catch (error) {
        const known = remembered(lookup, key)
        const usable = known && clock.now() - known.readAt <= ages(lookup).usableMs && !isExpired(known.value, clock.now())
        observe({ kind: 'cache', source: name, lookup, result: usable ? 'stale' : 'failed' })
        if (usable) return { state: 'answered', value: known.value, readAt: known.readAt, refreshFailed: codeOf(error) }
        return { state: 'unknown', code: codeOf(error) }
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

const codeOf = (error: unknown): ErrorCode => (ConciergeError.is(error) ? error.code : 'BACKEND_UNAVAILABLE')

const isExpired = (value: unknown, now: number): boolean =>
  typeof value === 'object' && value !== null && 'expiresAt' in value && typeof value.expiresAt === 'number' && value.expiresAt <= now

import {
  ConciergeError,
  type Answers,
  type Call,
  type Connection,
  type KeyedLookup,
  type LookupName,
  type SnapshotEntry,
} from '@cx-concierge/contract'
import type { Protection } from '../resilience/protect.ts'
import type { Access } from './access.ts'
import { createBatcher, type Batcher } from './batcher.ts'
import type { Clock } from './clock.ts'
import { codeOf, forbidding } from './error-code.ts'
import { wholeKey, type Memory } from './memory.ts'
import type { Observer } from './observer.ts'
import type { SharedMemory } from './shared-memory.ts'
import { createTable } from './table.ts'

/** Asks one backend, in batches, and remembers what it answers. */
export interface Requests {
  /** Asks now. `undefined` when the source was read whole: the answer is in the memory. `leaving`: see the batcher. Throws `ConciergeError`. */
  ask(access: Access, lookup: LookupName, key: string, leaving?: AbortSignal): Promise<SnapshotEntry | undefined>
}

/** What requests are made with. */
export interface RequestParts {
  readonly name: string
  readonly connection: Connection
  readonly protection: Protection
  readonly memory: Memory
  /** What other replicas have read; looked at before a backend is asked. */
  readonly shared: SharedMemory | undefined
  readonly keysPerRequest: number
  readonly clock: Clock
  readonly observe: Observer
}

type Batchers = Map<LookupName, Batcher<SnapshotEntry>>

/** Requests are shared among those who read with the same access, and with nobody else. */
export function createRequests({ name, connection, protection, memory, shared, keysPerRequest, clock, observe }: RequestParts): Requests {
  const batchers = new WeakMap<Access, Batchers>()

  const run = async <Value>(access: Access, abandoned: AbortSignal, work: (call: Call) => Promise<Value>): Promise<Value> => {
    const { bearer } = access
    if (bearer === undefined) return await protection.run(work, abandoned)
    const outcome = await protection.run(async ({ signal }) => await orRefused(work({ signal, bearer })), abandoned)
    if ('refused' in outcome) throw outcome.refused
    return outcome.value
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

  /** Asks for keys that no replica knows and remembers all that came back, also what nobody asked for. */
  const askByKey =
    (access: Access, lookup: LookupName, how: KeyedLookup<Answers[LookupName]>) =>
    async (keys: readonly string[], abandoned: AbortSignal) => {
      const { credentials } = access
      const lacking = shared ? await shared.fill(credentials, lookup, keys) : keys
      if (lacking.length > 0) {
        const readAt = clock.now()
        const answered = await timed(lookup, lacking.length, () => run(access, abandoned, (call) => how(lacking, call)))
        const found = new Map([...lacking.map((key) => [key, undefined] as const), ...answered])
        for (const [key, value] of found) memory.keep(credentials, lookup, key, { state: 'answered', value, readAt })
        shared?.share(credentials, lookup, found, readAt)
      }
      return new Map(keys.map((key) => [key, memory.find(credentials, lookup, key)]))
    }

  const askForAll =
    (access: Access, lookup: LookupName, whole: (call: Call) => Promise<ReadonlyMap<string, unknown>>) =>
    async (_keys: readonly string[], abandoned: AbortSignal) => {
      const { credentials } = access
      if (!(await shared?.fillTable(credentials, lookup))) {
        const readAt = clock.now()
        const rows = await timed(lookup, 0, () => run(access, abandoned, whole))
        memory.keepTable(credentials, lookup, createTable(rows, readAt))
        shared?.shareTable(credentials, lookup, rows, readAt)
      }
      return new Map<string, SnapshotEntry>()
    }

  const batcherFor = (access: Access, lookup: LookupName): Batcher<SnapshotEntry> => {
    const own: Batchers = batchers.get(access) ?? new Map<LookupName, Batcher<SnapshotEntry>>()
    batchers.set(access, own)
    let batcher = own.get(lookup)
    if (!batcher) {
      const how = connection.lookups[lookup]
      if (how === undefined) throw new ConciergeError('INTERNAL', `${name} does not answer ${lookup}`, { source: name })
      const ask = typeof how === 'function' ? askByKey(access, lookup, how) : askForAll(access, lookup, how.whole)
      batcher = createBatcher<SnapshotEntry>({ ask, keysPerRequest })
      own.set(lookup, batcher)
    }
    return batcher
  }

  return {
    ask: (access, lookup, key, leaving) => {
      const isWhole = typeof connection.lookups[lookup] === 'object'
      return batcherFor(access, lookup).load(isWhole ? wholeKey : key, leaving)
    },
  }
}

/** A backend that turns one caller away is in good health: it must not count as a failure that everybody then suffers from. */
async function orRefused<Value>(work: Promise<Value>): Promise<{ readonly value: Value } | { readonly refused: ConciergeError }> {
  try {
    return { value: await work }
  } catch (error) {
    if (ConciergeError.is(error) && forbidding.has(error.code)) return { refused: error }
    throw error
  }
}

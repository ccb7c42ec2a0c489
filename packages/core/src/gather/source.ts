import type { Caller, Connection, LookupName } from '@cx-concierge/contract'
import type { Ages } from '../policy.ts'
import { createProtection, type ProtectionLimits } from '../resilience/protect.ts'
import type { BreakerState } from '../resilience/breaker.ts'
import { serviceAccess, type Access, type CallerAccess } from './access.ts'
import type { AccessAnswering, Answering, CallerAnswering } from './answering.ts'
import { callerAnswers } from './caller-answers.ts'
import type { Clock } from './clock.ts'
import { codeOf, forbidding } from './error-code.ts'
import { isExpired } from './expiry.ts'
import { createMemory } from './memory.ts'
import type { Observer } from './observer.ts'
import { createRequests } from './requests.ts'
import type { SharedAnswers } from './shared-answers.ts'
import { createSharedMemory } from './shared-memory.ts'
import { spreadFreshMs } from './spread.ts'
import type { Answered } from './table.ts'

/** A connected system, protected and remembered. */
export interface Source extends Answering {
  readonly name: string
  /** There when it is read with each caller's own credentials. Whoever asks it otherwise is told nothing. */
  readonly as?: (caller: Caller) => CallerAnswering
  /** How long answers of a look-up are as good as live, at most: single keys are read again after half of that or later. */
  readonly ages: (lookup: LookupName) => Ages
  /** Whether it answers, asked of the system itself. Throws `ConciergeError`. */
  check(): Promise<void>
  /** What our credentials may do there besides reading; `undefined` when that cannot be told. Throws `ConciergeError`. */
  excessRights(): Promise<readonly string[] | undefined>
  /** Counts a request that the connection is about to send under a call's signal. Throws `QUOTA_SPENT`. */
  admit(signal: AbortSignal): void
  readonly state: () => BreakerState
  /** Forgets all that this process remembers of it. */
  forget(): void
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
  /** Reads with each caller's own credentials instead of the connector's. */
  readonly callerAccess?: CallerAccess
  /** What other replicas know of it. */
  readonly shared?: SharedAnswers
}

/** Connects core to one backend. */
export function createSource(options: SourceOptions): Source {
  const { name, connection, clock, observe, ages, shared } = options
  const protection = createProtection(name, options.limits, clock, observe)
  const memory = createMemory((lookup) => typeof connection.lookups[lookup] === 'object')
  const requests = createRequests({
    name,
    connection,
    protection,
    memory,
    shared: shared && createSharedMemory({ name, shared, memory, ages, clock, observe }),
    keysPerRequest: options.keysPerRequest,
    clock,
    observe,
  })
  const remembered = ({ credentials }: Access, lookup: LookupName, key: string): Answered | undefined =>
    memory.find(credentials, lookup, key)

  /** A source that is read whole is read once, however many keys it has: there is nothing to spread. */
  const freshMs = (lookup: LookupName, key: string, readAt: number): number =>
    typeof connection.lookups[lookup] === 'object' ? ages(lookup).freshMs : spreadFreshMs(ages(lookup).freshMs, key, readAt)
  const fresh = (access: Access, lookup: LookupName, key: string): Answered | undefined => {
    const known = remembered(access, lookup, key)
    const now = clock.now()
    // what was read in the future was read before the clock was set back, nobody knows how long
    if (!known || known.readAt > now || now - known.readAt > freshMs(lookup, key, known.readAt) || isExpired(known.value, now))
      return undefined
    return known
  }
  /** What another replica knew may have come in before the rest of a batch failed; a refusal is one of everything. */
  const unlessFilled = (error: unknown, access: Access, lookup: LookupName, key: string): Answered => {
    const isForbidden = forbidding.has(codeOf(error))
    if (isForbidden) shared?.forget(access.credentials)
    const filled = isForbidden || shared === undefined ? undefined : fresh(access, lookup, key)
    if (filled === undefined) throw error
    return filled
  }

  const answering: AccessAnswering = {
    peek: (access, lookup, key) => {
      const known = fresh(access, lookup, key)
      if (known) observe({ kind: 'cache', source: name, lookup, result: 'hit' })
      return known
    },
    holds: (access, lookup, key, entry) => remembered(access, lookup, key) === entry,
    load: async (access, lookup, key, leaving) => {
      const loaded = await requests.ask(access, lookup, key, leaving).catch((error: unknown) => unlessFilled(error, access, lookup, key))
      observe({ kind: 'cache', source: name, lookup, result: 'miss' })
      return loaded ?? remembered(access, lookup, key) ?? { state: 'unknown', code: 'INTERNAL' }
    },
    recall: (access, lookup, key, code) => {
      const known = forbidding.has(code) ? undefined : remembered(access, lookup, key)
      const usable = known && clock.now() - known.readAt <= ages(lookup).usableMs && !isExpired(known.value, clock.now())
      observe({ kind: 'cache', source: name, lookup, result: usable ? 'stale' : 'failed' })
      return usable ? { ...known, refreshFailed: code } : undefined
    },
    forget: ({ credentials }) => memory.forget(credentials),
  }
  const { callerAccess } = options
  return {
    name,
    ages,
    ...(callerAccess === undefined
      ? withAccess(answering, serviceAccess)
      : { ...nobodysAnswers, as: callerAnswers(answering, callerAccess) }),
    check: () => protection.run((call) => connection.check(call)),
    excessRights: async () =>
      connection.excessRights ? await protection.run((call) => connection.excessRights?.(call) ?? Promise.resolve([])) : undefined,
    admit: protection.admit,
    state: protection.state,
    forget: memory.clear,
    close: async () => {
      await connection.close?.()
    },
  }
}

function withAccess(answering: AccessAnswering, access: Access): Answering {
  return {
    peek: (lookup, key) => answering.peek(access, lookup, key),
    holds: (lookup, key, entry) => answering.holds(access, lookup, key, entry),
    load: async (lookup, key, leaving) => {
      try {
        return await answering.load(access, lookup, key, leaving)
      } catch (error) {
        return answering.recall(access, lookup, key, codeOf(error)) ?? { state: 'unknown', code: codeOf(error) }
      }
    },
    recall: (lookup, key, code) => answering.recall(access, lookup, key, code),
  }
}

/** A system that is read in somebody's name says nothing to nobody. */
const nobodysAnswers: Answering = {
  peek: () => undefined,
  holds: () => false,
  load: () => Promise.resolve({ state: 'unknown', code: 'BACKEND_SIGN_IN_FAILED' }),
  recall: () => undefined,
}

import { ConciergeError, type Call, type Connection, type ErrorCode, type LookupName } from '@cx-concierge/contract'
import {
  createSource,
  defined,
  noObserver,
  type CallerAccess,
  type Clock,
  type CoreEvent,
  type Observer,
  type SharedAnswers,
  type Source,
} from '../../src/index.ts'
import type { ProtectionLimits } from '../../src/resilience/protect.ts'
import { systems, type Changes, type Records, type System } from './company.ts'
import { northwind } from './northwind.ts'
import { companyWith, valueOf } from './snapshot.ts'
import { days, hours, minutes } from './time.ts'

/** One request as a system saw it. */
export interface Request {
  readonly system: System
  readonly lookup: LookupName
  readonly keys: readonly string[]
}

/** What happens to a request before it is answered: nothing, a wait, an error. */
export type Before = (request: Request, call: Call) => Promise<void> | void

/** Limits nobody meets by accident. */
export const roomy: ProtectionLimits = {
  timeoutMs: 1_500,
  concurrency: 50,
  waiting: 500,
  quotas: [],
  breaker: { openAtPercent: 50, ofCalls: 1_000, restMs: 30_000 },
}

/** Never answers; ends when it is told to. */
export const hangs: Before = (_request, { signal }) =>
  new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }))

/** Never answers and does not listen. */
export const ignoresEverything: Before = () => new Promise(() => undefined)

/** Answers after so long. */
export const answersAfter =
  (ms: number): Before =>
  () =>
    new Promise((resolve) => setTimeout(resolve, ms))

/** Fails with this code. */
export const failsWith =
  (code: ErrorCode, retryAfterMs?: number): Before =>
  () => {
    throw new ConciergeError(code, 'it failed', retryAfterMs === undefined ? {} : { retryAfterMs })
  }

const whole: readonly string[] = ['gainsight people', 'booking_sheet coverage']

/** What a connected company is made of. */
export interface Connecting {
  readonly clock: Clock
  readonly changes?: Changes
  readonly before?: Partial<Record<System, Before>>
  readonly limits?: Partial<ProtectionLimits>
  readonly keysPerRequest?: number
  readonly observe?: Observer
}

/** The pretend company behind real sources. What systems do may be changed while it runs. */
export function connectCompany(connecting: Connecting) {
  const requests: Request[] = []
  const before: Partial<Record<System, Before>> = { ...connecting.before }
  const company = companyWith(connecting.changes ?? {})
  const events: CoreEvent[] = []
  const observe = connecting.observe ?? ((event: CoreEvent) => void events.push(event))
  const sources = new Map<string, Source>(
    systems.map((system) => [
      system,
      createSource({
        name: system,
        connection: connection(system, company[system], requests, before),
        limits: { ...roomy, ...connecting.limits },
        keysPerRequest: connecting.keysPerRequest ?? 200,
        ages: (lookup) =>
          lookup === 'people'
            ? { freshMs: 6 * hours, usableMs: 24 * hours }
            : { freshMs: 15 * minutes, usableMs: lookup === 'accounts' ? 30 * days : 24 * hours },
        clock: connecting.clock,
        observe,
      }),
    ]),
  )
  const close = async (): Promise<void> => {
    await Promise.all([...sources.values()].map((source) => source.close()))
  }
  return { sources, requests, before, events, close, company }
}

function connection(system: System, records: Records, requests: Request[], before: Partial<Record<System, Before>>): Connection {
  const arrive = async (lookup: LookupName, keys: readonly string[], call: Call): Promise<void> => {
    const request = { system, lookup, keys }
    requests.push(request)
    await before[system]?.(request, call)
    if (records.down !== undefined) throw new ConciergeError(records.down, `${system} is down`)
  }
  const lookups = Object.fromEntries(
    (northwind().sources.get(system)?.provides.lookups ?? []).map((lookup) => [
      lookup,
      whole.includes(`${system} ${lookup}`)
        ? {
            whole: async (call: Call) => {
              await arrive(lookup, ['*'], call)
              return new Map(keysOf(records, lookup).map((key) => [key, valueOf(records, lookup, key)]))
            },
          }
        : async (keys: readonly string[], call: Call) => {
            await arrive(lookup, keys, call)
            return new Map(keys.map((key) => [key, valueOf(records, lookup, key)]))
          },
    ]),
  )
  return { lookups, check: (call) => arrive('accounts', [], call) }
}

const keysOf = (records: Records, lookup: LookupName): readonly string[] =>
  lookup === 'people'
    ? Object.values(records.people ?? {}).flatMap((person) => (person ? [person.id, person.email] : []))
    : Object.keys(records[lookup] ?? {})

/** One source with one keyed look-up, answered by a function. */
export function oneSource(
  answer: (keys: readonly string[], call: Call) => Promise<ReadonlyMap<string, unknown>> | ReadonlyMap<string, unknown>,
  parts: {
    readonly clock: Clock
    readonly limits?: Partial<ProtectionLimits>
    readonly keysPerRequest?: number
    readonly lookup?: LookupName
    readonly whole?: boolean
    readonly shared?: SharedAnswers
    readonly observe?: Observer
    readonly callerAccess?: CallerAccess
  },
) {
  const asked: (readonly string[])[] = []
  const lookup = parts.lookup ?? 'accounts'
  const keyed = async (keys: readonly string[], call: Call) => {
    asked.push(keys)
    return await answer(keys, call)
  }
  const source = createSource({
    name: 'crm',
    connection: {
      lookups: { [lookup]: parts.whole ? { whole: (call: Call) => keyed(['*'], call) } : keyed },
      check: () => Promise.resolve(),
    },
    limits: { ...roomy, ...parts.limits },
    keysPerRequest: parts.keysPerRequest ?? 100,
    ages: () => ({ freshMs: 15 * minutes, usableMs: 24 * hours }),
    clock: parts.clock,
    observe: parts.observe ?? noObserver,
    ...(parts.callerAccess ? { callerAccess: parts.callerAccess } : {}),
    ...defined('shared', parts.shared),
  })
  return { source, asked }
}

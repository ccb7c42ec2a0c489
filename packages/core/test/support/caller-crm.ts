import { ConciergeError, sealed, type AccountRecord, type Call, type Caller } from '@cx-concierge/contract'
import {
  callerCredentials,
  createSource,
  defined,
  noObserver,
  type Access,
  type CallerAccess,
  type SharedAnswers,
  type Source,
} from '../../src/index.ts'
import { agent } from './callers.ts'
import { fakeClock } from './fake-time.ts'
import { roomy } from './sources.ts'
import { hours, minutes } from './time.ts'

/** Two people with rights of their own. */
export const people: readonly Caller[] = ['mia', 'tom'].map((subject) => ({ ...agent, subject }))

/** A system that answers each person only what they may see, marked with who read it; and an issuer that can be told to refuse. */
export interface CallerCrm {
  readonly source: Source
  /** Who may see which account. */
  readonly rights: Map<string, Set<string>>
  /** People the system does not let in any more. */
  readonly revoked: Set<string>
  /** People the issuer gives no token. */
  readonly refused: Set<string>
  /** The tokens that requests came with. */
  readonly bearers: (string | undefined)[]
  isDown: boolean
  /** Ends the token in hand. */
  expire(caller: Caller): void
  exchanges: number
}

/** Connects it. `whole`: it is read as a whole. `shared`: what other replicas have read. */
export function callerCrm({ whole = false, shared }: { readonly whole?: boolean; readonly shared?: SharedAnswers } = {}): CallerCrm {
  const held = new Map<Caller, Access>()
  const state = {
    rights: new Map(people.map(({ subject }) => [subject, new Set<string>()])),
    revoked: new Set<string>(),
    refused: new Set<string>(),
    bearers: [] as (string | undefined)[],
    isDown: false,
    exchanges: 0,
  }
  const callerAccess: CallerAccess = {
    held: (caller) => held.get(caller),
    get: async (caller, refused) => {
      const known = held.get(caller)
      if (known && known !== refused) return known
      held.delete(caller)
      await Promise.resolve()
      if (state.refused.has(caller.subject)) throw new ConciergeError('BACKEND_SIGN_IN_FAILED', 'no token for them')
      state.exchanges += 1
      const identity = { issuer: 'issuer', subject: caller.subject, client: caller.client, scopes: ['api'] }
      const access = { credentials: callerCredentials(identity), bearer: sealed(`${caller.subject}#${state.exchanges}`) }
      held.set(caller, access)
      return access
    },
  }
  const visibleTo = async ({ bearer }: Call): Promise<(key: string) => AccountRecord | undefined> => {
    const token = bearer?.reveal()
    state.bearers.push(token)
    await new Promise((resolve) => setTimeout(resolve, 3))
    if (state.isDown) throw new ConciergeError('BACKEND_UNAVAILABLE', 'it is down')
    const [subject = ''] = token?.split('#') ?? []
    if (token === undefined || state.revoked.has(subject)) throw new ConciergeError('BACKEND_SIGN_IN_FAILED', 'not let in')
    return (key) => (state.rights.get(subject)?.has(key) ? { id: key, name: subject } : undefined)
  }
  const source = createSource({
    name: 'crm',
    connection: {
      lookups: {
        accounts: whole
          ? {
              whole: async (call) => {
                const read = await visibleTo(call)
                return new Map(['a', 'b', 'c'].flatMap((key) => [[key, read(key)] as const]).filter(hasValue))
              },
            }
          : async (keys, call) => {
              const read = await visibleTo(call)
              return new Map(keys.map((key) => [key, read(key)]))
            },
      },
      check: () => Promise.resolve(),
    },
    limits: { ...roomy, breaker: { openAtPercent: 50, ofCalls: 4, restMs: 30_000 } },
    keysPerRequest: 2,
    ages: () => ({ freshMs: 15 * minutes, usableMs: 24 * hours }),
    clock: fakeClock,
    observe: noObserver,
    callerAccess,
    ...defined('shared', shared),
  })
  return Object.assign(state, { source, expire: (caller: Caller) => void held.delete(caller) })
}

const hasValue = <Key, Value>(entry: readonly [Key, Value | undefined]): entry is readonly [Key, Value] => entry[1] !== undefined

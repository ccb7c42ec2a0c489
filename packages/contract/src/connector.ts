import type { z } from 'zod'
import type { AccountAttribute, AccountId } from './account.ts'
import type { Answers, LookupName } from './answers.ts'
import type { Sealed } from './sealed.ts'
import type { FieldRead, Wanted } from './wanted.ts'

/** Travels with every request to a backend. When `signal` aborts, stop at once. */
export interface Call {
  readonly signal: AbortSignal
  /** There when a backend is read with the caller's own credentials: their access token, sent in place of any sign-in. */
  readonly bearer?: Sealed
}

/** Whose credentials a backend can be read with: the gateway's own, or each caller's. */
export type CredentialsKind = 'service' | 'caller'

/**
 * Many keys in, one answer per key out. A key that maps to `undefined`, or is missing from the map, says "that record
 * does not exist". The map may hold more keys than were asked for: what was learned on the way is welcome.
 *
 * Throws a `ConciergeError` when the backend could not answer; never retries, caches or times itself out.
 */
export type KeyedLookup<Answer> = (keys: readonly string[], call: Call) => Promise<ReadonlyMap<string, Answer | undefined>>

/** A source that is read whole, because it is small or its limits forbid asking by key. Core keeps and refreshes it. */
export interface WholeLookup<Answer> {
  readonly whole: (call: Call) => Promise<ReadonlyMap<string, Answer>>
}

/** How one kind of question is answered: by key, or by reading everything. */
export type Lookup<Answer> = KeyedLookup<Answer> | WholeLookup<Answer>

/** The look-ups one backend answers. */
export type Lookups = { readonly [Name in LookupName]?: Lookup<Answers[Name]> }

/** What the vendor allows. Core stays under it; settings may lower it, never raise it. */
export interface Limits {
  readonly callsPerMinute?: number
  readonly callsPerDay?: number
  /** Most keys one request may carry; core splits larger batches. */
  readonly keysPerRequest?: number
  /** Requests in flight at once. */
  readonly concurrency?: number
}

/** What the gateway lends a connector. */
export interface Host {
  /** The name this connection has in the configuration; used in logs, flags and errors. */
  readonly name: string
  /** The only hosts that may be reached, `name` or `name:port`. */
  readonly hosts: readonly string[]
  /** Names of hosts, without ports, that may turn out to have private addresses; none when not said. */
  readonly privateHosts?: readonly string[]
  /** Counts a request against what the vendor allows; `createHttp` asks it before each. Throws `QUOTA_SPENT`. */
  readonly admit?: (signal: AbortSignal) => void
  /** All that any rule, card or step of the policy can need of this backend: ask for nothing else. */
  readonly wanted: Wanted
  /** Epoch milliseconds. A connector has no clock of its own. */
  readonly now: () => number
  /** Leaves a line in the gateway's log. Never give it a secret, an address or a record. */
  readonly log: (event: string, detail?: Readonly<Record<string, string | number | boolean>>) => void
}

/** A live link to one backend. */
export interface Connection {
  readonly lookups: Lookups
  /** The cheapest honest "am I signed in and answering?". Resolves, or throws a `ConciergeError`. */
  check(call: Call): Promise<void>
  /** What our credentials may do here besides reading, in words for people; absent when that cannot be told. Asked only by a check-up. */
  excessRights?(call: Call): Promise<readonly string[]>
  close?(): Promise<void>
}

/** What a connector can tell of accounts and people, declared so that a policy can be checked before anything is asked. */
export interface Provides {
  readonly lookups: readonly LookupName[]
  readonly attributes?: readonly AccountAttribute[]
  /** Role words this source knows. A trailing `*` stands for any label (`team.*`). */
  readonly roles?: readonly string[]
}

/** One backend, described as data. Building this value does nothing; `connect` is the only door. */
export interface Connector<Settings> {
  /** The contract this connector was written against. */
  readonly contract: 1
  readonly name: string
  readonly title: string
  /** Every key described; secrets marked with `.meta({ secret: true })`. */
  readonly settings: z.ZodType<Settings>
  readonly provides: Provides
  readonly limits?: Limits
  /** The canonical form of an id of this system, or `undefined` when the text cannot be one. Pure. */
  readonly accountId?: (typed: string) => AccountId | undefined
  /** The only hosts it may reach with these settings, `name` or `name:port`. */
  hosts(settings: Settings): readonly string[]
  /** Whose credentials it can read with as it is set up; the gateway's own when not said. `caller`: it sends `call.bearer`, and nothing else. */
  credentials?(settings: Settings): readonly CredentialsKind[]
  /** Every vendor field it reads with these settings when everything is wanted: the very list its requests are written from. */
  reads(settings: Settings): readonly FieldRead[]
  connect(settings: Settings, host: Host): Connection
}

/** A connector whose settings type does not matter to the holder: settings are checked by its own schema first. */
// oxlint-disable-next-line typescript/no-explicit-any -- a typed connector is not assignable to Connector<unknown>
export type AnyConnector = Connector<any>

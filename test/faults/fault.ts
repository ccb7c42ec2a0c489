import type { Exchange } from './exchange.ts'

/** Where the name of a backend leads. */
export type NameLeads = 'home' | 'nobody' | 'blackhole' | 'unknown' | 'silence'

/** How the proxy meets a TLS client. */
export type TlsManner = 'good' | 'expired' | 'other_name' | 'self_signed' | 'old'

/** One way in which a backend can hurt, wherever it happens: on the way there, in a connection, in an answer. */
export interface Fault {
  readonly id: string
  readonly group: string
  readonly title: string
  /** Whether a request that fails of it counts as trouble in a breaker: a backend that says no is well. */
  readonly counts: boolean
  /** Requests it happens to. `any`: all of them in the first repeat, later only those after the sign-in. */
  readonly to: 'any' | 'sign_in' | 'data'
  /** Backends it can happen to; all of them when not said. */
  readonly needs?: 'sign_in' | 'json'
  /** Nothing may be lacking in the answer. */
  readonly harmless?: true
  /** Whoever speaks there must not be believed. */
  readonly mustFail?: true
  /** The answer holds other records than usual, so that it cannot be compared. */
  readonly changesRecords?: true
  /** Makes more requests than usual; each of them at most twice all the same. */
  readonly asksMore?: true
  readonly name?: NameLeads
  readonly tls?: TlsManner
  /** Answers one request, or does not. */
  readonly answer?: (exchange: Exchange) => Promise<void> | void
}

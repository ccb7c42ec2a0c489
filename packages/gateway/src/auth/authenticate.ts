import type { IncomingHttpHeaders } from 'node:http'
import type { Caller } from '@cx-concierge/contract'

/** Why a request was not let in. A closed list: these words are metric labels and go into the log, never to the caller. */
export const authFailures = [
  'missing',
  'header',
  'malformed',
  'expired',
  'not_yet_valid',
  'issuer',
  'audience',
  'algorithm',
  'type',
  'key',
  'signature',
  'claims',
  'inactive',
  'api_key',
  'bound',
  'proof',
  'busy',
  'fault',
] as const

/** One of {@link authFailures}. */
export type AuthFailure = (typeof authFailures)[number]

/** Somebody whose token was found good. */
export interface Believed {
  readonly caller: Caller
  /** Epoch milliseconds until which that may be believed. */
  readonly expiresAt: number
  /** The JWK thumbprint of the key whose holder alone may use the token (RFC 9449 §6.1). */
  readonly keyThumbprint?: string
  /** Uses up the proof that came along; to be called once, when nothing else stands in the request's way. It says why the request is refused all the same. */
  readonly useProof?: () => AuthFailure | undefined
}

/** Somebody who is not let in. */
export interface Refused {
  readonly refused: AuthFailure
}

/** Who is calling and until when that may be believed, or why they are not let in. */
export type Authentication = Believed | Refused

/** Decides who is calling from a request's headers alone. Never throws and never rejects: whatever goes wrong inside is a refusal. */
export type Authenticate = (request: { readonly headers: IncomingHttpHeaders }) => Authentication | Promise<Authentication>

/** Decides whose token this is. May throw or reject; whoever calls it takes that for a refusal. */
export type TokenCheck = (token: string) => Authentication | Promise<Authentication>

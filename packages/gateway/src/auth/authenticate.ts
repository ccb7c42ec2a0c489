import type { IncomingHttpHeaders } from 'node:http'
import type { Caller } from '@cx-concierge/contract'

/** Why a request was not let in. A closed list: these words are metric labels and go into the log, never to the caller. */
export const authFailures = [
  'missing',
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
  'bound',
  'fault',
] as const

/** One of {@link authFailures}. */
export type AuthFailure = (typeof authFailures)[number]

/** Who is calling and until when that may be believed, or why they are not let in. */
export type Authentication =
  | { readonly caller: Caller; /** Epoch milliseconds. */ readonly expiresAt: number }
  | { readonly refused: AuthFailure }

/** Decides who is calling from a request's headers alone. Never throws and never rejects: whatever goes wrong inside is a refusal. */
export type Authenticate = (request: { readonly headers: IncomingHttpHeaders }) => Authentication | Promise<Authentication>

// RFC 6750 §2.1
const bearerPattern = /^bearer +([A-Za-z0-9\-._~+/]+=*) *$/i

/** The bearer token of the `Authorization` header, the only place one is accepted; `undefined` when the header is missing or of another form. */
export function bearerOf(request: { readonly headers: IncomingHttpHeaders }): string | undefined {
  const header = request.headers.authorization
  return header === undefined ? undefined : bearerPattern.exec(header)?.[1]
}

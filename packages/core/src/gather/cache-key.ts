import { hash } from 'node:crypto'
import type { LookupName } from '@cx-concierge/contract'

/** Whose credentials a value was read with. Values read for one caller must never serve another. */
export type Credentials = { readonly kind: 'service' } | { readonly kind: 'caller'; readonly id: string }

/** Whom a token stands for at a backend: never its text, which changes at every renewal. */
export interface TokenIdentity {
  readonly issuer: string
  readonly subject: string
  readonly client: string
  readonly scopes: readonly string[]
}

/** The gateway's own credentials. */
export const serviceCredentials: Credentials = { kind: 'service' }

/** A caller's credentials; the same for every token that stands for the same person, client and scopes. */
export function callerCredentials({ issuer, subject, client, scopes }: TokenIdentity): Credentials {
  const identity = JSON.stringify([issuer, subject, client, [...new Set(scopes)].toSorted()])
  return { kind: 'caller', id: hash('sha256', identity, 'base64') }
}

/** The only way to a cache key: it cannot be made without saying whose credentials read the value. */
export function cacheKey(credentials: Credentials, lookup: LookupName, key: string): string {
  return `${ownerOf(credentials)}${lookup}|${key}`
}

/** What the keys of these credentials begin with, and no others do: base64 holds no `|`. */
export function ownerOf(credentials: Credentials): string {
  return credentials.kind === 'service' ? 's|' : `c|${credentials.id}|`
}

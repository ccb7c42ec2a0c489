import type { LookupName } from '@cx-concierge/contract'

/** Whose credentials a value was read with. Values read for one caller must never serve another. */
export type Credentials = { readonly kind: 'service' } | { readonly kind: 'caller'; readonly subject: string }

/** The gateway's own credentials. */
export const serviceCredentials: Credentials = { kind: 'service' }

/** The only way to a cache key: it cannot be made without saying whose credentials read the value. */
export function cacheKey(credentials: Credentials, lookup: LookupName, key: string): string {
  return credentials.kind === 'service' ? `s|${lookup}|${key}` : `c|${encodeURIComponent(credentials.subject)}|${lookup}|${key}`
}

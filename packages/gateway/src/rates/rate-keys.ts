import { hash } from 'node:crypto'
import type { Caller } from '@cx-concierge/contract'

/** By what names a caller and its client are counted. Hashes: the names themselves have no business in a shared memory. */
interface RateKeys {
  readonly caller: string
  readonly client: string
}

const known = new WeakMap<Caller, RateKeys>()

/** The keys of a caller, worked out once. */
export function rateKeysOf(caller: Caller): RateKeys {
  let keys = known.get(caller)
  if (keys === undefined) {
    const { issuer, subject, client } = caller
    keys = { caller: keyFor([issuer, client, subject]), client: keyFor([issuer, client]) }
    known.set(caller, keys)
  }
  return keys
}

/** The key of a customer, however named. */
export const customerKey = (customer: string): string => keyFor([customer])

const keyFor = (parts: readonly string[]): string => hash('sha256', JSON.stringify(parts), 'base64url').slice(0, 22)

import { hash } from 'node:crypto'
import type { Caller } from '@cx-concierge/contract'
import type { Draw } from './rates.ts'

/** By what names a caller and its client are counted. Hashes: the names themselves have no business in a shared memory. */
interface RateKeys {
  readonly caller: string
  readonly client: string
  /** What a message draws from. */
  readonly draws: readonly [caller: Draw, client: Draw]
}

const known = new WeakMap<Caller, RateKeys>()

/** The keys of a caller, worked out once. */
export function rateKeysOf(caller: Caller): RateKeys {
  let keys = known.get(caller)
  if (keys === undefined) {
    const { issuer, subject, client } = caller
    const names = { caller: keyFor([issuer, client, subject]), client: keyFor([issuer, client]) }
    const drawOf = (allowance: 'caller' | 'client'): Draw => ({ allowance, key: names[allowance], together: names.client })
    keys = { ...names, draws: [drawOf('caller'), drawOf('client')] }
    known.set(caller, keys)
  }
  return keys
}

/** What a question about a customer draws from, however the customer is named. */
export function accountDraw(customer: string): Draw {
  const key = keyFor([customer])
  return { allowance: 'account', key, together: key }
}

const keyFor = (parts: readonly string[]): string => hash('sha256', JSON.stringify(parts), 'base64url').slice(0, 22)

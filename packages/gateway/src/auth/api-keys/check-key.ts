import { ConciergeError, type Caller } from '@cx-concierge/contract'
import { LRUCache } from 'lru-cache'
import type { Authentication, Refused, TokenCheck } from '../authenticate.ts'
import { createLanes } from '../lanes.ts'
import { tokenHash } from '../token-hash.ts'
import type { KeyRecord } from './key-file.ts'
import type { KeyRing } from './key-ring.ts'
import { readKeyText, type KeyText } from './key-text.ts'
import { isNoSecret, isSecret } from './scrypt-hash.ts'

/** Somebody a key was found to belong to. */
interface Holder {
  readonly caller: Caller
  /** Epoch milliseconds; infinite for a key without an end. */
  readonly keyEndsAt: number
}

const mostRemembered = 10_000
const bounds = { atOnce: 2, mayWait: 64 }
const streamLastsMs = 300_000
const refused: Refused = { refused: 'api_key' }

/**
 * Checks API keys against a ring. A key seen before costs a hash; a new one, known or not, costs one scrypt, two of which run at a time while a bounded
 * number waits (`busy` beyond it). Verdicts are forgotten when the ring changes; keys that were good before do not wait behind others then, and made-up ones
 * push out none of them. `clock` gives epoch milliseconds.
 */
export function createKeyCheck(ring: KeyRing, clock: () => number): TokenCheck {
  const holders = new LRUCache<string, Holder>({ max: mostRemembered })
  const refusals = new LRUCache<string, Refused>({ max: mostRemembered })
  const lanes = createLanes('api_keys', bounds, clock)
  let seen: ReturnType<KeyRing> | undefined

  function current(): ReturnType<KeyRing> {
    const keys = ring()
    if (keys !== seen) {
      holders.clear()
      refusals.clear()
    }
    seen = keys
    return keys
  }

  async function compare(text: KeyText, name: string): Promise<Authentication> {
    const keys = current()
    const record = keys.get(text.id)
    const right = await lanes.run(name, () => (record === undefined ? isNoSecret(text.secret) : isSecret(text.secret, record.secret)))
    // the key may have been withdrawn in between
    if (current() !== keys) return await compare(text, name)
    const holder = right && record !== undefined ? holderOf(record) : undefined
    lanes.note(name, holder !== undefined)
    if (holder === undefined) refusals.set(name, refused)
    else holders.set(name, holder)
    return inTime(holder ?? refused, clock())
  }

  return (token) => {
    const text = readKeyText(token)
    if (text === undefined) return refused
    current()
    const name = tokenHash(token)
    const known = holders.get(name) ?? refusals.get(name)
    if (known !== undefined) return inTime(known, clock())
    return compare(text, name).catch((error: unknown): Refused => ({ refused: isBusy(error) ? 'busy' : 'fault' }))
  }
}

/** A listening stream ends with its credential; five minutes bound how long one outlives a withdrawn key. */
function inTime(verdict: Holder | Refused, now: number): Authentication {
  if ('refused' in verdict) return verdict
  if (!Number.isFinite(now) || now >= verdict.keyEndsAt) return refused
  return { caller: verdict.caller, expiresAt: Math.min(verdict.keyEndsAt, now + streamLastsMs) }
}

function holderOf(record: KeyRecord): Holder {
  const caller: Caller = {
    issuer: 'api-keys',
    subject: record.subject,
    client: record.client,
    audience: record.audience,
    scopes: new Set(record.scopes),
    ...(record.accounts !== undefined && { accountIds: record.accounts }),
    emailVerified: false,
    customerVerified: record.customer_verified,
  }
  return { caller, keyEndsAt: record.expires === undefined ? Infinity : Date.parse(record.expires) }
}

const isBusy = (error: unknown): boolean => ConciergeError.is(error) && error.code === 'BACKEND_BUSY'

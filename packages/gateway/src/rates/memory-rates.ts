import type { Caller } from '@cx-concierge/contract'
import { createFairBucket, type FairBucket } from './fair-bucket.ts'
import { refusal, type Allowance, type RateLimits, type RateVerdict, type Rates } from './rates.ts'

const mostBuckets = 50_000

/** What one caller draws from. */
interface Purse {
  readonly name: string
  readonly own: FairBucket
  readonly client: FairBucket
}

/** Counts in this process alone. `monotonic` gives milliseconds that only ever grow. */
export function createMemoryRates(limits: RateLimits, monotonic: () => number): Rates {
  const buckets: Readonly<Record<Allowance, Map<string, FairBucket>>> = { caller: new Map(), client: new Map(), account: new Map() }
  const purses = new WeakMap<Caller, Purse>()

  function bucketOf(allowance: Allowance, key: string): FairBucket {
    const all = buckets[allowance]
    let bucket = all.get(key)
    if (bucket === undefined) {
      if (all.size >= mostBuckets) makeRoom(all)
      all.set(key, (bucket = createFairBucket(limits[allowance])))
    }
    return bucket
  }

  /** Takes out those that nobody uses any more; when all are in use, the oldest. */
  function makeRoom(all: Map<string, FairBucket>): void {
    const nowMs = monotonic()
    for (const [key, bucket] of all) if (bucket.isIdle(nowMs)) all.delete(key)
    for (const key of all.keys()) {
      if (all.size < mostBuckets) return
      all.delete(key)
    }
  }

  /** The same caller comes as the same object for as long as its token is remembered. */
  function purseOf(caller: Caller): Purse {
    let purse = purses.get(caller)
    if (purse === undefined) {
      const name = JSON.stringify([caller.client, caller.subject])
      purse = { name, own: bucketOf('caller', name), client: bucketOf('client', caller.client) }
      purses.set(caller, purse)
    }
    return purse
  }

  return {
    messages(caller, count): RateVerdict {
      const { name, own, client } = purseOf(caller)
      const nowMs = monotonic()
      const ownWaitMs = own.waitMs(name, count, nowMs)
      if (ownWaitMs > 0) return refusal('caller', ownWaitMs)
      const clientWaitMs = client.waitMs(name, count, nowMs)
      if (clientWaitMs > 0) return refusal('client', clientWaitMs)
      own.take(name, count, nowMs)
      client.take(name, count, nowMs)
      return undefined
    },
    account(caller, customer): RateVerdict {
      const { name } = purseOf(caller)
      const bucket = bucketOf('account', customer)
      const nowMs = monotonic()
      const waitMs = bucket.waitMs(name, 1, nowMs)
      if (waitMs > 0) return refusal('account', waitMs)
      bucket.take(name, 1, nowMs)
      return undefined
    },
    close: () => Promise.resolve(),
  }
}

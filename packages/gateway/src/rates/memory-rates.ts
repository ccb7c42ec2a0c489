import { LRUCache } from 'lru-cache'
import { createFairBucket, type FairBucket } from './fair-bucket.ts'
import { rateKeysOf } from './rate-keys.ts'
import { refusal, type Allowance, type RateLimits, type Rates } from './rates.ts'

const mostBuckets = 50_000

/** Counts in this process alone. `monotonic` gives milliseconds that only ever grow. */
export function createMemoryRates(limits: RateLimits, monotonic: () => number): Rates {
  const room = (): LRUCache<string, FairBucket> => new LRUCache({ max: mostBuckets })
  const buckets: Readonly<Record<Allowance, LRUCache<string, FairBucket>>> = { caller: room(), client: room(), account: room() }

  function bucketOf(allowance: Allowance, key: string): FairBucket {
    const all = buckets[allowance]
    let bucket = all.get(key)
    if (bucket === undefined) all.set(key, (bucket = createFairBucket(limits[allowance])))
    return bucket
  }

  return {
    messages(caller, count) {
      const keys = rateKeysOf(caller)
      const member = keys.caller
      const own = bucketOf('caller', member)
      const client = bucketOf('client', keys.client)
      const nowMs = monotonic()
      if (count > 1) {
        const [mostOwn, mostClient] = [own.most(member, nowMs), client.most(member, nowMs)]
        const largestBatch = Math.min(mostOwn, mostClient)
        if (count > largestBatch) return { allowance: mostOwn > mostClient ? 'client' : 'caller', largestBatch }
      }
      const ownWaitMs = own.waitMs(member, count, nowMs)
      if (ownWaitMs > 0) return refusal('caller', ownWaitMs)
      const clientWaitMs = client.waitMs(member, count, nowMs)
      if (clientWaitMs > 0) return refusal('client', clientWaitMs)
      own.take(member, count, nowMs)
      client.take(member, count, nowMs)
      return undefined
    },
    account(caller, customer) {
      const { caller: member } = rateKeysOf(caller)
      const bucket = bucketOf('account', customer)
      const nowMs = monotonic()
      const waitMs = bucket.waitMs(member, 1, nowMs)
      if (waitMs > 0) return refusal('account', waitMs)
      bucket.take(member, 1, nowMs)
      return undefined
    },
    close: () => Promise.resolve(),
  }
}

import { LRUCache } from 'lru-cache'
import { createFairBucket, type FairBucket } from './fair-bucket.ts'
import { customerKey, rateKeysOf } from './rate-keys.ts'
import { refusal, type Draw, type RateLimits, type RateVerdict, type Rates } from './rates.ts'

const mostBuckets = 50_000

/** Counts in this process alone. `monotonic` gives milliseconds that only ever grow. */
export function createMemoryRates(limits: RateLimits, monotonic: () => number): Rates {
  const buckets = new LRUCache<string, FairBucket>({ max: mostBuckets })

  function bucketOf({ allowance, key }: Draw): FairBucket {
    const name = `${allowance} ${key}`
    let bucket = buckets.get(name)
    if (bucket === undefined) buckets.set(name, (bucket = createFairBucket(limits[allowance])))
    return bucket
  }

  function draw(member: string, cost: number, draws: readonly Draw[]): RateVerdict {
    const nowMs = monotonic()
    for (const one of draws) {
      const waitMs = bucketOf(one).waitMs(member, cost, nowMs)
      if (waitMs > 0) return refusal(one.allowance, waitMs)
    }
    for (const one of draws) bucketOf(one).take(member, cost, nowMs)
    return undefined
  }

  return {
    messages: (caller, count) => {
      const keys = rateKeysOf(caller)
      return draw(keys.caller, count, [
        { allowance: 'caller', key: keys.caller },
        { allowance: 'client', key: keys.client },
      ])
    },
    account: (caller, customer) => draw(rateKeysOf(caller).caller, 1, [{ allowance: 'account', key: customerKey(customer) }]),
    close: () => Promise.resolve(),
  }
}

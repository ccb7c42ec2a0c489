import type { Clock } from '@cx-concierge/core'
import type { Log } from '../log.ts'
import { createMemoryRates } from './memory-rates.ts'
import type { RateFailure, RateLimits, Rates } from './rates.ts'
import { createValkeyRates } from './valkey-rates.ts'

/** Where calls are counted. */
export interface RatesPlace {
  /** Valkey or Redis, in which all replicas count together; without it each process counts for itself. */
  readonly cacheUrl: string | undefined
  readonly log: Log | false
  /** Told of every time Valkey could not be asked, or answered with an error. */
  readonly onFailure: (failure: RateFailure) => void
  readonly monotonic: Clock['monotonic']
}

/** Opens the counting of calls. While Valkey does not answer, this process counts alone. */
export function openRates(limits: RateLimits, { cacheUrl, ...place }: RatesPlace): Rates {
  const alone = createMemoryRates(limits, place.monotonic)
  return cacheUrl === undefined ? alone : createValkeyRates({ ...place, url: cacheUrl, limits, fallback: alone })
}

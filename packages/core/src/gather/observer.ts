import type { ErrorCode, LookupName } from '@cx-concierge/contract'

/** Something worth counting. Names come from the configuration, never from callers. */
export type CoreEvent =
  | { readonly kind: 'cache'; readonly source: string; readonly lookup: LookupName; readonly result: 'hit' | 'miss' | 'stale' | 'failed' }
  | {
      readonly kind: 'request'
      readonly source: string
      readonly lookup: LookupName
      readonly keys: number
      readonly ms: number
      readonly error?: ErrorCode
    }
  /** What a breaker counted; requests that say nothing of their backend are not counted. */
  | { readonly kind: 'attempt'; readonly source: string; readonly isTrouble: boolean }
  | { readonly kind: 'shared'; readonly source: string; readonly lookup: LookupName; readonly asked: number; readonly fresh: number }
  | { readonly kind: 'retry'; readonly source: string }
  | { readonly kind: 'breaker'; readonly source: string; readonly state: 'open' | 'half_open' | 'closed' }
  | { readonly kind: 'decision'; readonly rounds: number; readonly ms: number; readonly late: boolean }

/** Told of everything worth counting; must not throw and must return at once. */
export type Observer = (event: CoreEvent) => void

/** Counts nothing. */
export const noObserver: Observer = () => undefined

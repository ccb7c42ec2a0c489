import { Counter, type Registry } from 'prom-client'
import type { Heard } from '../bus/bus.ts'
import type { Unheard } from '../bus/sealed-notice.ts'
import type { CacheTrouble } from './cache-trouble.ts'

/** Why a notice was not believed, could not be sent, or had no effect. */
export type NoticeTrouble = Exclude<Unheard, 'own'> | 'unsent' | 'listener'

/** Counts what replicas share. */
export interface CacheMetrics {
  cacheTrouble(what: CacheTrouble): void
  noticeTrouble(what: NoticeTrouble): void
  heard(kind: Heard['kind']): void
}

/** Counters in a registry. */
export function cacheMetrics(registry: Registry): CacheMetrics {
  const counter = (name: string, help: string, label: string): Counter =>
    new Counter({ name, help, labelNames: [label], registers: [registry] })
  const troubles = counter(
    'concierge_shared_cache_troubles_total',
    'Looks and writes that the shared cache did not serve, and answers in it that no replica can have written (unreadable).',
    'what',
  )
  const unheard = counter(
    'concierge_notices_refused_total',
    'Notices that were not believed (unreadable, again, old, too_large), not sent, or failed where they were heard.',
    'what',
  )
  const heard = counter(
    'concierge_notices_total',
    'Notices of other replicas; missed: the connection is new, some may have been lost.',
    'kind',
  )
  return {
    cacheTrouble: (what) => troubles.labels(what).inc(),
    noticeTrouble: (what) => unheard.labels(what).inc(),
    heard: (kind) => heard.labels(kind).inc(),
  }
}

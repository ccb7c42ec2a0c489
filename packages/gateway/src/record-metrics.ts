import type { RecordKeeper, Store } from '@cx-concierge/store'
import type { Registry } from 'prom-client'
import { readGauge, readTotal } from './read-metrics.ts'

/** Counts what becomes of records. `now` gives epoch milliseconds. */
export function recordMetrics(registry: Registry, store: Store, keeper: () => RecordKeeper, now: () => number): void {
  readTotal(registry, {
    name: 'concierge_records_written_total',
    help: 'Records that are known to be on disk.',
    read: () => store.stats().written,
  })
  readTotal(registry, {
    name: 'concierge_records_refused_total',
    help: 'Records that could not be written.',
    read: () => store.stats().refused,
  })
  readGauge(registry, {
    name: 'concierge_checkpoint_age_seconds',
    help: 'Since the newest signed checkpoint of the record; none before the first.',
    read: () => {
      const at = keeper().checkpointAt()
      return at === undefined ? undefined : (now() - at) / 1000
    },
  })
  readGauge(registry, {
    name: 'concierge_retention_waits',
    help: '1 while nothing is removed from the record because the clock is far ahead of it.',
    read: () => (keeper().sweepWaits() ? 1 : 0),
  })
}

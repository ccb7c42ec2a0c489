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
  readTotal(registry, {
    name: 'concierge_records_spooled_total',
    help: 'Records that were kept on this machine because their database was away.',
    read: () => store.stats().spool?.taken,
  })
  readTotal(registry, {
    name: 'concierge_records_drained_total',
    help: 'Records out of the spool that the database has taken over.',
    read: () => store.stats().spool?.drained,
  })
  readGauge(registry, {
    name: 'concierge_records_waiting',
    help: 'Records in the spool that their database has not taken over yet.',
    read: () => store.stats().spool?.waiting,
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

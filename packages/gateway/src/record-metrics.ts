import type { RecordKeeper, Store } from '@cx-concierge/store'
import { Counter, Gauge, type Registry } from 'prom-client'

/** Counts what becomes of records. `now` gives epoch milliseconds. */
export function recordMetrics(registry: Registry, store: Store, keeper: RecordKeeper, now: () => number): void {
  const registers = [registry]
  total('concierge_records_written_total', 'Records that are known to be on disk.', () => store.stats().written)
  total('concierge_records_refused_total', 'Records that could not be written.', () => store.stats().refused)
  const age: Gauge = new Gauge({
    name: 'concierge_checkpoint_age_seconds',
    help: 'Since the newest signed checkpoint of the record; none before the first.',
    registers,
    collect: () => {
      const at = keeper.checkpointAt()
      if (at !== undefined) age.set((now() - at) / 1000)
    },
  })

  function total(name: string, help: string, value: () => number): void {
    const counter: Counter = new Counter({
      name,
      help,
      registers,
      collect: () => {
        counter.reset()
        counter.inc(value())
      },
    })
  }
}

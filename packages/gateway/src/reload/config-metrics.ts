import { Counter, Gauge, type Registry } from 'prom-client'
import { readGauge } from '../read-metrics.ts'
import type { ConfigStatus } from './config-status.ts'

/** Says in the metrics which configuration is in force, and what became of attempts to change it. */
export function configMetrics(registry: Registry, status: () => ConfigStatus): { readonly tried: (applied: boolean) => void } {
  const registers = [registry]
  const inForce: Gauge = new Gauge({
    name: 'concierge_config_info',
    help: 'Always 1; the labels say which configuration is in force and whether it is what the files say or the last good one.',
    labelNames: ['fingerprint', 'from'],
    registers,
    collect: () => {
      const { fingerprint, from } = status()
      inForce.reset()
      inForce.labels(fingerprint.slice(0, 16), from).set(1)
    },
  })
  readGauge(registry, {
    name: 'concierge_config_generation',
    help: 'How many configurations have been in force since the start.',
    read: () => status().generation,
  })
  readGauge(registry, {
    name: 'concierge_config_refused_timestamp_seconds',
    help: 'When the files that are not in force now were refused; 0 when they are in force.',
    read: () => (status().refused?.at ?? 0) / 1000,
  })
  const reloads = new Counter({
    name: 'concierge_config_reloads_total',
    help: 'Attempts to bring changed files into force, by how they ended.',
    labelNames: ['result'],
    registers,
  })
  for (const result of ['applied', 'refused']) reloads.labels(result).inc(0)
  return { tried: (applied) => reloads.labels(applied ? 'applied' : 'refused').inc() }
}

import { Counter, Gauge, type Registry } from 'prom-client'

/** A number that is read whenever somebody looks. */
export interface ReadMetric {
  readonly name: string
  readonly help: string
  /** `undefined`: there is none yet, and what was there before stays. */
  readonly read: () => number | undefined
}

/** Shows a number that goes up and down. */
export function readGauge(registry: Registry, { name, help, read }: ReadMetric): void {
  const gauge: Gauge = new Gauge({
    name,
    help,
    registers: [registry],
    collect: () => {
      const value = read()
      if (value !== undefined) gauge.set(value)
    },
  })
}

/** Shows a number that only grows, and is counted somewhere else. */
export function readTotal(registry: Registry, { name, help, read }: ReadMetric): void {
  const counter: Counter = new Counter({
    name,
    help,
    registers: [registry],
    collect: () => {
      const value = read()
      if (value === undefined) return
      counter.reset()
      counter.inc(value)
    },
  })
}

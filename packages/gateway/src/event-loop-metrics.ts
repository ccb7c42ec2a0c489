import { monitorEventLoopDelay, performance } from 'node:perf_hooks'
import type { Registry } from 'prom-client'
import { readGauge, readTotal } from './read-metrics.ts'

const nanosecondsPerSecond = 1e9
const millisecondsPerSecond = 1e3

/** Shows how busy this process's event loop is and how late it runs. Returns what stops the measuring. */
export function eventLoopMetrics(registry: Registry): () => void {
  const delay = monitorEventLoopDelay({ resolution: 10 })
  delay.enable()
  readTotal(registry, {
    name: 'concierge_event_loop_busy_seconds_total',
    help: 'Time in which the event loop had something to do; its rate is the utilisation, from 0 to 1.',
    read: () => performance.eventLoopUtilization().active / millisecondsPerSecond,
  })
  readGauge(registry, {
    name: 'concierge_event_loop_delay_p99_seconds',
    help: '99th percentile of event loop delay since the last scrape.',
    read: () => delay.percentile(99) / nanosecondsPerSecond,
  })
  readGauge(registry, {
    name: 'concierge_event_loop_delay_max_seconds',
    help: 'Longest event loop delay since the last scrape.',
    read: () => {
      const longest = delay.max / nanosecondsPerSecond
      delay.reset()
      return longest
    },
  })
  return () => void delay.disable()
}

import { Counter, Histogram, Registry } from 'prom-client'
import type { AuthFailure } from './auth/authenticate.ts'
import type { CallStatus, Era, Path } from './call-status.ts'
import { eventLoopMetrics } from './event-loop-metrics.ts'
import type { Check } from './gate/checks.ts'
import type { Allowance, RateFailure } from './rates/rates.ts'
import { readGauge } from './read-metrics.ts'

/** The labels of one call, each from a closed list. */
export interface CallLabels {
  readonly tool: string
  readonly status: CallStatus
  readonly era: Era
  readonly path: Path
}

/** What the gateway counts. Nothing a caller sends ever becomes a label. */
export interface Metrics {
  readonly registry: Registry
  callStarted(): void
  callEnded(labels: CallLabels, durationMs: number): void
  authFailed(reason: AuthFailure): void
  tooSoon(allowance: Allowance): void
  /** A request was turned away because the process had no room for it. */
  requestShed(): void
  /** There were as many connections as are held. */
  connectionRefused(): void
  /** An answer failed a check on its way out. */
  answerWithheld(tool: string, check: Check): void
  /** A call was answered that could not be recorded. */
  answeredUnrecorded(): void
  /** An issuer, named as in the configuration, could not be asked for its keys or about a token. */
  issuerFailed(issuer: string): void
  /** The shared count of calls could not be asked, or answered with an error; this process counted alone. */
  ratesFailed(failure: RateFailure): void
  /** Stops measuring the event loop. */
  close(): void
}

const durationBucketsSeconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 1.5, 2, 2.05, 3, 5]

/** Metrics in a registry of their own, so that two gateways in one process stay apart. */
export function createMetrics(): Metrics {
  const registry = new Registry()
  const registers = [registry]
  const calls = new Counter({
    name: 'concierge_calls_total',
    help: 'Tool calls by how they ended.',
    labelNames: ['tool', 'status', 'era', 'path'],
    registers,
  })
  const durations = new Histogram({
    name: 'concierge_call_duration_seconds',
    help: 'Time from the start of a tool call to its result.',
    labelNames: ['tool'],
    buckets: durationBucketsSeconds,
    registers,
  })
  const authFailures = new Counter({
    name: 'concierge_auth_failures_total',
    help: 'Requests refused before anything was read, by reason.',
    labelNames: ['reason'],
    registers,
  })
  const requestsTooSoon = new Counter({
    name: 'concierge_requests_too_soon_total',
    help: 'Requests that were turned away because an allowance was used up.',
    labelNames: ['allowance'],
    registers,
  })
  const requestsShed = new Counter({
    name: 'concierge_requests_shed_total',
    help: 'Requests that were turned away because the process had no room for them.',
    registers,
  })
  const connectionsRefused = new Counter({
    name: 'concierge_connections_refused_total',
    help: 'Connections that were closed because there were too many.',
    registers,
  })
  const withheld = new Counter({
    name: 'concierge_answers_withheld_total',
    help: 'Answers that were not sent, by the check they failed.',
    labelNames: ['tool', 'check'],
    registers,
  })
  const unrecorded = new Counter({
    name: 'concierge_unrecorded_answers_total',
    help: 'Calls that were answered although they could not be recorded.',
    registers,
  })
  const issuerFailures = new Counter({
    name: 'concierge_issuer_failures_total',
    help: 'Times a token issuer could not be asked for its keys or about a token.',
    labelNames: ['issuer'],
    registers,
  })
  const ratesFailures = new Counter({
    name: 'concierge_rates_failures_total',
    help: 'Times the shared count of calls was of no use, so that this process counted alone, by reason.',
    labelNames: ['reason'],
    registers,
  })
  let inFlight = 0
  readGauge(registry, { name: 'concierge_calls_in_flight', help: 'Tool calls that have begun and not ended.', read: () => inFlight })
  readGauge(registry, {
    name: 'concierge_resident_memory_bytes',
    help: 'Resident set size of the process.',
    read: () => process.memoryUsage.rss(),
  })
  const close = eventLoopMetrics(registry)

  // bound once per combination: looking labels up by object costs more than the rest of a count
  const boundCalls = new Map<string, Counter.Internal>()
  let latest: { readonly labels: CallLabels; readonly count: Counter.Internal } | undefined
  const countOf = (labels: CallLabels): Counter.Internal => {
    const { tool, status, era, path } = labels
    // most calls are like the one before
    if (latest?.labels.tool === tool && latest.labels.status === status && latest.labels.era === era && latest.labels.path === path)
      return latest.count
    const key = `${tool} ${status} ${era} ${path}`
    let count = boundCalls.get(key)
    if (count === undefined) boundCalls.set(key, (count = calls.labels(tool, status, era, path)))
    latest = { labels, count }
    return count
  }
  const boundDurations = new Map<string, Histogram.Internal<'tool'>>()
  return {
    registry,
    callStarted() {
      inFlight++
    },
    callEnded(labels, durationMs) {
      inFlight--
      countOf(labels).inc()
      const { tool } = labels
      let duration = boundDurations.get(tool)
      if (duration === undefined) boundDurations.set(tool, (duration = durations.labels(tool)))
      duration.observe(durationMs / 1000)
    },
    authFailed(reason) {
      authFailures.labels(reason).inc()
    },
    tooSoon(allowance) {
      requestsTooSoon.labels(allowance).inc()
    },
    requestShed() {
      requestsShed.inc()
    },
    connectionRefused() {
      connectionsRefused.inc()
    },
    answerWithheld(tool, check) {
      withheld.labels(tool, check).inc()
    },
    answeredUnrecorded() {
      unrecorded.inc()
    },
    issuerFailed(issuer) {
      issuerFailures.labels(issuer).inc()
    },
    ratesFailed(failure) {
      ratesFailures.labels(failure).inc()
    },
    close,
  }
}

import type { Observer } from '@cx-concierge/core'
import { Counter, Gauge, Histogram, type Registry } from 'prom-client'

const requestBucketsSeconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 1.5, 2, 5]
const breakerValue = { closed: 0, half_open: 1, open: 2 } as const

/** Counts what core does: requests to each backend, cache results, retries, breakers, decisions. */
export function coreMetrics(registry: Registry): Observer {
  const registers = [registry]
  const cache = new Counter({
    name: 'concierge_cache_total',
    help: 'Answers by where they came from.',
    labelNames: ['source', 'lookup', 'result'],
    registers,
  })
  const shared = new Counter({
    name: 'concierge_shared_answers_total',
    help: 'Keys looked for among what other replicas have read, by whether a fresh answer was there.',
    labelNames: ['source', 'lookup', 'result'],
    registers,
  })
  const requests = new Histogram({
    name: 'concierge_backend_request_seconds',
    help: 'Requests to backends.',
    labelNames: ['source', 'lookup', 'outcome'],
    buckets: requestBucketsSeconds,
    registers,
  })
  const keys = new Counter({
    name: 'concierge_backend_keys_total',
    help: 'Keys carried by requests to backends.',
    labelNames: ['source', 'lookup'],
    registers,
  })
  const attempts = new Counter({
    name: 'concierge_backend_attempts_total',
    help: 'Requests as breakers count them: answers, also those that say no, and trouble.',
    labelNames: ['source', 'result'],
    registers,
  })
  const retries = new Counter({ name: 'concierge_backend_retries_total', help: 'Second attempts.', labelNames: ['source'], registers })
  const breaker = new Gauge({ name: 'concierge_breaker_state', help: '0 closed, 1 half open, 2 open.', labelNames: ['source'], registers })
  const decisions = new Histogram({
    name: 'concierge_decision_seconds',
    help: 'From the question to the decision.',
    labelNames: ['rounds', 'late'],
    buckets: requestBucketsSeconds,
    registers,
  })
  const remembered = new Counter({
    name: 'concierge_decisions_remembered_total',
    help: 'Decisions that still held and were not made again.',
    registers,
  })
  // bound once per combination: looking labels up by object costs more than the rest of a count
  const boundCache = new Map<string, Counter.Internal>()
  const boundDecisions = new Map<number, { observe: (seconds: number) => void }>()
  return (event) => {
    switch (event.kind) {
      case 'cache': {
        const id = `${event.source}|${event.lookup}|${event.result}`
        let bound = boundCache.get(id)
        if (!bound) boundCache.set(id, (bound = cache.labels(event.source, event.lookup, event.result)))
        bound.inc()
        return
      }
      case 'shared':
        shared.labels(event.source, event.lookup, 'fresh').inc(event.fresh)
        shared.labels(event.source, event.lookup, 'lacking').inc(event.asked - event.fresh)
        return
      case 'request':
        requests.labels(event.source, event.lookup, event.error ?? 'ok').observe(event.ms / 1000)
        keys.labels(event.source, event.lookup).inc(event.keys)
        return
      case 'attempt':
        attempts.labels(event.source, event.isTrouble ? 'trouble' : 'answer').inc()
        return
      case 'retry':
        retries.labels(event.source).inc()
        return
      case 'breaker':
        breaker.labels(event.source).set(breakerValue[event.state])
        return
      case 'decision': {
        if (event.rounds === 0) {
          remembered.inc()
          return
        }
        const id = event.rounds * 2 + Number(event.late)
        let bound = boundDecisions.get(id)
        if (!bound) boundDecisions.set(id, (bound = decisions.labels(String(event.rounds), String(event.late))))
        bound.observe(event.ms / 1000)
      }
    }
  }
}

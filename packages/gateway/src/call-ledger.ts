import type { Audience } from '@cx-concierge/contract'
import type { Log } from './log.ts'
import type { Metrics } from './metrics.ts'

/** How a call of a tool ended. A closed list: these words are metric labels. */
export type CallStatus = 'ok' | 'error' | 'invalid_input' | 'unknown_tool' | 'forbidden' | 'failed' | 'cancelled'

/** Which family of protocol revisions a request was made in. */
export type Era = 'modern' | 'legacy'

/** Which way a request took: the express lane, or the SDK's own handler. */
export type Path = 'lane' | 'sdk'

/** All that is ever kept of one call. No argument, address or token can be named here. */
interface EndedCall {
  /** A name from the menu, or `unknown`. */
  readonly tool: string
  readonly status: CallStatus
  readonly era: Era
  readonly path: Path
  readonly call: { readonly traceId: string; readonly caller: { readonly client: string; readonly audience: Audience } }
}

/** Where calls are counted and logged. */
export interface CallLedger {
  /** Notes that a call begins; returns the moment to hand to `ended`. */
  started(): number
  /** One line in the log, one count in the metrics. */
  ended(ended: EndedCall, startedAt: number): void
  /** The private reason behind a `failed` call. */
  toolThrew(tool: string, traceId: string, error: unknown): void
}

/** A ledger over a log and metrics. */
export function createCallLedger(log: Log | false, metrics: Metrics): CallLedger {
  return {
    started() {
      metrics.callStarted()
      return performance.now()
    },
    ended({ tool, status, era, path, call }, startedAt) {
      const durationMs = performance.now() - startedAt
      metrics.callEnded({ tool, status, era, path }, durationMs)
      if (log === false) return
      const { traceId, caller } = call
      const { client, audience } = caller
      log.info({ tool, status, era, path, durationMs: Math.round(durationMs * 10) / 10, client, audience, traceId }, 'call')
    },
    toolThrew(tool, traceId, error) {
      if (log !== false) log.error({ tool, traceId, error }, 'tool failed')
    },
  }
}

import type { CallStatus, Era, Path } from './call-status.ts'
import type { ToolCall } from './mcp/tool.ts'
import type { Log } from './log.ts'
import type { Metrics } from './metrics.ts'

/** A call that ended. Of its arguments nothing can be named here. */
export interface EndedCall {
  /** A name from the menu, or `unknown`. */
  readonly tool: string
  readonly status: CallStatus
  /** Whether the tool has kept a record of it, or tried; tools that answer do. */
  readonly recorded: boolean
  /** It was answered although it could not be recorded. */
  readonly unrecorded?: true | undefined
  readonly era: Era
  readonly path: Path
  readonly call: ToolCall
}

/** Where calls are counted and logged. */
export interface CallLedger {
  /** Notes that a call begins; returns the moment to hand to `ended`. */
  started(): number
  /**
   * One line in the log, one count in the metrics; and a durable record of a call that left none of its own, such as a refused one. Never
   * rejects: a refusal that cannot be recorded is still a refusal, and the log says so. Done at once, where there is nothing to record.
   */
  ended(ended: EndedCall, startedAt: number): Promise<void> | undefined
  /** The private reason behind a `failed` call. */
  toolThrew(tool: string, traceId: string, error: unknown): void
}

/** Keeps a durable record of a call. */
export type KeepRecord = (ended: EndedCall, durationMs: number) => Promise<void>

/** A ledger over a log, metrics and, where there is one, a record. */
export function createCallLedger(log: Log | false, metrics: Metrics, keep?: KeepRecord): CallLedger {
  return {
    started() {
      metrics.callStarted()
      return performance.now()
    },
    ended(ended, startedAt) {
      const { tool, status, era, path, call } = ended
      const durationMs = performance.now() - startedAt
      metrics.callEnded({ tool, status, era, path }, durationMs)
      if (ended.unrecorded) {
        metrics.answeredUnrecorded()
        if (log !== false) log.error({ tool, status }, 'a call was answered that could not be recorded')
      }
      const say = (): void => {
        if (log === false) return
        const { traceId, caller } = call
        const { client, audience } = caller
        log.info({ tool, status, era, path, durationMs: Math.round(durationMs * 10) / 10, client, audience, traceId }, 'call')
      }
      if (!keep || ended.recorded) {
        say()
        return undefined
      }
      return keep(ended, durationMs)
        .catch((error: unknown) => log !== false && log.error({ tool, status, error }, 'a call could not be recorded'))
        .then(say)
    },
    toolThrew(tool, traceId, error) {
      if (log !== false) log.error({ tool, traceId, error }, 'tool failed')
    },
  }
}

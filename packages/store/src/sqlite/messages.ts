import type { AuditRecord, RecordedDecision } from '../records.ts'
import type { AuditQuery, Checkpoint, Verdict } from '../store.ts'
import type { Body } from './known-bodies.ts'
import type { Row } from './row.ts'

/** What the worker is told when it is started. */
export interface WorkerSettings {
  readonly file: string
  /** How long a commit may wait for another process that is writing, in milliseconds. */
  readonly lockWaitMs: number
}

/** The questions the worker answers about what is kept, each with its argument and its answer. */
export interface Asks {
  decided: { argument: string; answer: RecordedDecision | undefined }
  audits: { argument: AuditQuery; answer: AuditRecord[] }
  verify: { argument: Checkpoint | undefined; answer: Verdict }
  redirects: { argument: undefined; answer: ReadonlyMap<string, string> }
}

/** One question, as it travels. */
export type Question = { [Name in keyof Asks]: { readonly name: Name; readonly argument: Asks[Name]['argument'] } }[keyof Asks]

/** Main thread to worker. */
export type ToWorker =
  | { kind: 'write'; rows: readonly Row[]; bodies: readonly Body[] }
  | { kind: 'redirect'; id: number; from: string; to: string }
  | { kind: 'ask'; id: number; question: Question }
  | { kind: 'close' }

/** Worker to main thread. `leaving`: the worker does not trust its connection any more; what is sent to it from now on is not heard. */
export type FromWorker =
  | { kind: 'ready' }
  | { kind: 'leaving' }
  | { kind: 'unusable'; message: string; reason: string }
  | { kind: 'committed' }
  | { kind: 'failed'; reason: string }
  | { kind: 'answer'; id: number; value: unknown }
  | { kind: 'no_answer'; id: number; reason: string }

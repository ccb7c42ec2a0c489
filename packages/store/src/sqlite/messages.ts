import type { KeyObject } from 'node:crypto'
import type { AuditRecord, FoundRecord, RecordedDecision } from '../records.ts'
import type { AuditQuery, Checkpoint, Forgotten, KeyMark, LineQuery, SweepTurn, SweepTurnDone, Verdict } from '../store.ts'
import type { Body } from './known-bodies.ts'
import type { Row } from './row.ts'

/** What the worker is told when it is started. */
export interface WorkerSettings {
  readonly file: string
  /** How long a commit may wait for another process that is writing, in milliseconds. */
  readonly lockWaitMs: number
  /** Signs removals. */
  readonly signingKey: KeyObject
  /** By which signatures are checked. */
  readonly publicKey: KeyObject
  /** Nothing is made, brought up to date or written. */
  readonly readOnly: boolean
}

/** The questions the worker answers about what is kept, each with its argument and its answer. */
export interface Asks {
  decided: { argument: string; answer: RecordedDecision | undefined }
  audits: { argument: AuditQuery; answer: AuditRecord[] }
  lines: { argument: LineQuery; answer: FoundRecord[] }
  verify: { argument: readonly Checkpoint[]; answer: Verdict }
  head: { argument: undefined; answer: Checkpoint }
  newestBefore: { argument: number; answer: number | undefined }
  redirects: { argument: undefined; answer: ReadonlyMap<string, string> }
}

/** The rarer works that change what is kept, each with its argument and its answer. */
export interface Works {
  probe: { argument: undefined; answer: void }
  keyMark: { argument: { readonly name: string; readonly mark: string }; answer: KeyMark }
  redirect: { argument: { readonly from: string; readonly to: string }; answer: void }
  sweep: { argument: SweepTurn; answer: SweepTurnDone }
  cut: { argument: { readonly before: number; readonly at: number }; answer: number }
  forget: { argument: { readonly identifiers: readonly string[]; readonly at: number }; answer: Forgotten }
}

/** One question, as it travels. */
export type Question = { [Name in keyof Asks]: { readonly name: Name; readonly argument: Asks[Name]['argument'] } }[keyof Asks]

/** One work, as it travels. */
export type Work = { [Name in keyof Works]: { readonly name: Name; readonly argument: Works[Name]['argument'] } }[keyof Works]

/** Main thread to worker. */
export type ToWorker =
  | { kind: 'write'; rows: readonly Row[]; bodies: readonly Body[] }
  | { kind: 'work'; id: number; work: Work }
  | { kind: 'ask'; id: number; question: Question }
  | { kind: 'close' }

/**
 * Worker to main thread. `leaving`: the worker does not trust its connection any more; what is sent to it from now on is not heard.
 * `committed`, `fresh`: somebody else has changed the file since the last batch. `bodies_missing`: nothing was written; the batch is wanted once
 * more, with all its bodies.
 */
export type FromWorker =
  | { kind: 'ready' }
  | { kind: 'leaving' }
  | { kind: 'unusable'; message: string; reason: string }
  | { kind: 'committed'; fresh: boolean }
  | { kind: 'bodies_missing' }
  | { kind: 'failed'; reason: string }
  | { kind: 'answer'; id: number; value: unknown }
  | { kind: 'no_answer'; id: number; reason: string }

import type { KeyObject } from 'node:crypto'
import type { Question, Work } from '../engine/requests.ts'
import type { Body } from '../engine/known-bodies.ts'
import type { Row } from '../engine/row.ts'

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

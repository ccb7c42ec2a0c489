import type { Body } from '../engine/known-bodies.ts'
import type { Row } from '../engine/row.ts'
import type { Checkpoint } from '../store.ts'

/** A batch out of a spool. */
export interface SpooledBatch {
  /** Greater than those of all batches before it. */
  readonly number: number
  readonly rows: readonly Row[]
  readonly bodies: readonly Body[]
  /** Where its last line is if an earlier try went well after all. */
  readonly doubt: Checkpoint | undefined
}

/** What a spool can be asked for, each with its argument and its answer. */
export interface SpoolWorks {
  /** Its name, which no other has, and how many rows wait in it. */
  open: { argument: undefined; answer: { readonly id: string; readonly rows: number } }
  /** Writes as little as can be written, durably. */
  probe: { argument: undefined; answer: void }
  append: { argument: Omit<SpooledBatch, 'number'>; answer: void }
  /** The oldest batches, as many as go into one transaction. */
  oldest: { argument: undefined; answer: readonly SpooledBatch[] }
  /** Takes off the batches up to this number; returns how many rows are left. */
  drop: { argument: number; answer: number }
}

/** One request, as it travels. */
export type SpoolWork = {
  [Name in keyof SpoolWorks]: { readonly name: Name; readonly argument: SpoolWorks[Name]['argument'] }
}[keyof SpoolWorks]

/** Main thread to worker. */
export type ToSpool = { readonly id: number; readonly work: SpoolWork } | { readonly id: 'close' }

/** Worker to main thread. */
export type FromSpool = { readonly id: number } & ({ readonly value: unknown } | { readonly reason: string })

import type { AuditRecord, DecisionRecord, RecordedDecision } from './records.ts'

/** What one call leaves behind, kept in one row. */
export interface Entry {
  readonly audit: AuditRecord
  /** The decision that `audit.decisionId`, then required, names. */
  readonly decision?: DecisionRecord
}

/** Which audit records are wanted. Parts that are given must all hold. */
export interface AuditQuery {
  /** Epoch milliseconds, inclusive. */
  readonly from?: number
  /** Epoch milliseconds, exclusive. */
  readonly to?: number
  readonly customer?: string
  readonly tool?: string
  /** Most records wanted; never more than {@link mostAudits} come back. */
  readonly limit: number
}

/** The most records one {@link Store.audits} call returns. */
export const mostAudits = 1000

/** A place in the chain of audit records. Kept somewhere else, signed, it proves later that nothing before it was changed or cut off. */
export interface Checkpoint {
  /** The record's number, from 1; 0 before the first. */
  readonly seq: number
  readonly link: string
}

/** Whether the audit records and their decisions are what was written. */
export type Verdict = { readonly intact: true; readonly head: Checkpoint } | { readonly intact: false; readonly firstBad: number }

/** How the store is doing, for metrics. */
export interface StoreStats {
  /** Entries acknowledged since the store was opened. */
  readonly written: number
  /** Commits that acknowledged them. */
  readonly batches: number
  /** Entries accepted and not yet acknowledged. */
  readonly pending: number
  /** How long the newest commit took, in milliseconds, as its callers saw it. 0 before the first. */
  readonly lastCommitMs: number
}

/** What must last. Reads throw `INTERNAL` when the records cannot be read right now. */
export interface Store {
  /**
   * Resolves only when the entry would survive a power cut. Rejects with `RECORD_NOT_WRITTEN` when that is not known:
   * the disk is full or silent, the store is closed, too much is already waiting, or
   * the entry is not plain data.
   */
  record(entry: Entry): Promise<void>
  /** The decision of this id, with the record of the call that came to it. When several were recorded under one id, the first stands. */
  decided(decisionId: string): Promise<RecordedDecision | undefined>
  /** Newest first. */
  audits(query: AuditQuery): Promise<AuditRecord[]>
  /**
   * Reads everything and recomputes the chain that links each audit record to the one before. Says where it first breaks, also when a
   * checkpoint from earlier is not found in it. Writing goes on meanwhile.
   */
  verify(known?: Checkpoint): Promise<Verdict>
  /** Accounts known to have been merged away, each with the account it went into. One step each; never a circle. */
  redirects(): Promise<ReadonlyMap<string, string>>
  /**
   * Remembers, durably, that `from` was merged into `to`; replaces what was known of `from`. Where that would close a circle, what was known
   * of `to` is forgotten. An account merged into itself is not merged. Rejects with `RECORD_NOT_WRITTEN`.
   */
  addRedirect(from: string, to: string): Promise<void>
  stats(): StoreStats
  /** Takes nothing more, waits until everything accepted is settled, and lets go of the file. */
  close(): Promise<void>
}

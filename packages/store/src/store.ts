import type { AuditOutcome, AuditRecord, BegunCall, DecisionRecord, FoundRecord, RecordedDecision, RefusedTokens } from './records.ts'

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
  /** `account:<id>` or `email:<keyed hash>`: whom it was about, or by which name they were asked about; several names are those of one. */
  readonly customer?: string | readonly string[]
  readonly tool?: string
  /** Most records wanted; never more than {@link mostAudits} come back. */
  readonly limit: number
}

/** The most records one question returns. */
export const mostAudits = 1000

/** Which lines of the record are wanted, newest first or oldest first, one page after another. Blank lines are never among them. */
export interface LineQuery extends AuditQuery {
  readonly outcome?: AuditOutcome
  /** Who called: the subject of their token. */
  readonly subject?: string | undefined
  /** Only calls that began and did not end: the process died in them, or is in them now. */
  readonly unfinished?: boolean
  readonly oldestFirst?: boolean
  /** The number of the last line of the page before. */
  readonly after?: number
}

/** A place in the chain of audit records. Kept somewhere else, signed, it proves later that nothing before it was changed or cut off. */
export interface Checkpoint {
  /** The record's number, from 1; 0 before the first. */
  readonly seq: number
  readonly link: string
}

/**
 * What is wrong with the first bad record. `missing`: its number is not there; `changed`: it is not what was written; `body`: its decision is
 * not; `person`: somebody else was put in; `removal`: it was blanked, or brought back, against the rules; `checkpoint`: the chain was made
 * anew, from here at the earliest; `cut_off`: the end was taken off; `start`: the beginning was, unlawfully. Of no record in particular, and then
 * the number is 0: `redirect`: a merged account that nobody signed; `schema`: the file holds something that is not ours, such as a trigger;
 * `damaged`: the database itself is.
 */
export type Fault =
  | 'missing'
  | 'changed'
  | 'body'
  | 'person'
  | 'removal'
  | 'checkpoint'
  | 'cut_off'
  | 'start'
  | 'redirect'
  | 'schema'
  | 'damaged'

/** Whether the audit records and their decisions are what was written. */
export type Verdict =
  | { readonly intact: true; readonly head: Checkpoint; /** Lines that were checked. */ readonly lines: number }
  | { readonly intact: false; readonly firstBad: number; readonly fault: Fault }

/** One turn of removing what was kept long enough. All moments are epoch milliseconds. */
export interface SweepTurn {
  /** Where the last turn stopped; 0 at first. */
  readonly after: number
  readonly at: number
  readonly answeredBefore: number
  readonly refusedBefore: number
  readonly decisionsBefore: number
}

/** What a turn did. */
export interface SweepTurnDone {
  readonly after: number
  readonly removed: number
  readonly done: boolean
}

/** What forgetting a person did. */
export interface Forgotten {
  readonly pseudonyms: number
  readonly decisions: number
  /** Lines from before there were pseudonyms, which had to be blanked. */
  readonly blanked: number
  /** `false`: what was deleted may still be in the file, because somebody was reading; forget once more. */
  readonly wiped: boolean
}

/** Whether a key is the one this record has been kept with. `first`: nobody has said before. */
export type KeyMark = 'first' | 'same' | 'other'

/** How the store is doing, for metrics. */
export interface StoreStats {
  /** Entries acknowledged since the store was opened. */
  readonly written: number
  /** Commits that acknowledged them. */
  readonly batches: number
  /** Entries that could not be written. */
  readonly refused: number
  /** Entries accepted and not yet acknowledged. */
  readonly pending: number
  /** How long the newest commit took, in milliseconds, as its callers saw it. 0 before the first. */
  readonly lastCommitMs: number
  /** Of a store with a spool: entries that wait in it now, and that were ever put into it or taken over from it since the store was opened. */
  readonly spool?: { readonly waiting: number; readonly taken: number; readonly drained: number }
}

/** What must last. Reads throw `INTERNAL` when the records cannot be read right now. */
export interface Store {
  /**
   * Resolves only when the entry would survive a power cut. Rejects with `RECORD_NOT_WRITTEN` when that is not known:
   * the disk is full or silent, the store is closed, too much is already waiting, or
   * the entry is not plain data.
   */
  record(entry: Entry): Promise<void>
  /** Writes down that a call has begun. Nobody waits for it: the order is kept, so its end is never on disk before it. */
  begin(call: BegunCall): void
  /** The end of a call that {@link Store.begin} was said of; otherwise as {@link Store.record}. */
  end(entry: Entry): Promise<void>
  /** Writes down that requests were turned away. Rejects as {@link Store.record}. */
  refused(tokens: RefusedTokens): Promise<void>
  /** The decision of this id, with the record of the call that came to it. When several were recorded under one id, the first stands. */
  decided(decisionId: string): Promise<RecordedDecision | undefined>
  /** How calls ended, newest first. */
  audits(query: AuditQuery): Promise<AuditRecord[]>
  /** One page of lines of any kind. */
  lines(query: LineQuery): Promise<FoundRecord[]>
  /**
   * Reads everything and recomputes the chain that links each audit record to the one before. Says where it first breaks, also when a
   * checkpoint from earlier is not found in it. Writing goes on meanwhile, and what is written meanwhile is not looked at.
   */
  verify(known?: readonly Checkpoint[]): Promise<Verdict>
  /** Where the chain ends. */
  head(): Promise<Checkpoint>
  /** The moment of the newest line from before this one, blank ones left out. */
  newestBefore(at: number): Promise<number | undefined>
  /**
   * Whether records can be written: what became of the newest write, and when that was a while ago or went wrong, what becomes of one that is tried
   * now. Never rejects.
   */
  probe(): Promise<boolean>
  /** Holds a key, by a mark that does not give it away, against the one this record has been kept with. Rejects with `RECORD_NOT_WRITTEN`. */
  keyMark(name: string, mark: string): Promise<KeyMark>
  /** Removes some of what is old enough, and records that it did. Rejects with `RECORD_NOT_WRITTEN`. */
  sweep(turn: SweepTurn): Promise<SweepTurnDone>
  /** Takes off the oldest lines, as far as they are blank and the store's notes among them from before this moment; returns how many. */
  cut(before: number, at: number): Promise<number>
  /**
   * Forgets a person, named as in {@link AuditQuery}, or a caller, `subject:<subject>`; several names are those of one. Records that somebody was.
   * Cannot be undone. While the file is rewritten, other writers wait. Rejects with `RECORD_NOT_WRITTEN`.
   */
  forget(person: string | readonly string[], at: number): Promise<Forgotten>
  /** Accounts known to have been merged away, each with the account it went into; what this desk has not signed is left out. One step each; never a circle. */
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

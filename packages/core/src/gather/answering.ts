import type { Caller, ErrorCode, LookupName, SnapshotEntry } from '@cx-concierge/contract'
import type { Access } from './access.ts'

/** What can be had from a connected system. */
export interface Answering {
  /** What is remembered and still fresh; costs no waiting. The same object for as long as the answer is the same. */
  peek(lookup: LookupName, key: string): SnapshotEntry | undefined
  /** Whether this very answer is still the one remembered. */
  holds(lookup: LookupName, key: string, entry: SnapshotEntry): boolean
  /**
   * The answer, an older one when the system cannot be asked, or that it is unknown. Never rejects. `leaving` aborts when the caller hangs
   * up; then the request ends too, unless others wait for it.
   */
  load(lookup: LookupName, key: string, leaving?: AbortSignal): Promise<SnapshotEntry>
  /** An older answer that may still be used, marked with why no newer one could be had. */
  recall(lookup: LookupName, key: string, code: ErrorCode): SnapshotEntry | undefined
}

/** What one caller can have from a system that is read with callers' own credentials. */
export interface CallerAnswering extends Answering {
  /** By what the caller is told from all others there; `undefined` while no token for them is in hand. */
  whose(): string | undefined
}

/** The same for any access that is handed in. */
export interface AccessAnswering {
  peek(access: Access, lookup: LookupName, key: string): SnapshotEntry | undefined
  holds(access: Access, lookup: LookupName, key: string, entry: SnapshotEntry): boolean
  /** Throws `ConciergeError` when the system could not be asked. */
  load(access: Access, lookup: LookupName, key: string, leaving?: AbortSignal): Promise<SnapshotEntry>
  recall(access: Access, lookup: LookupName, key: string, code: ErrorCode): SnapshotEntry | undefined
  /** Forgets all that was read with these credentials. */
  forget(access: Access): void
}

/** A system that some read with their own credentials, and some do not. */
interface AsCallers extends Answering {
  readonly as?: (caller: Caller) => CallerAnswering
}

/** What a caller can have from a system, with whosever credentials it is read. */
export const answeringFor = (source: AsCallers | undefined, caller: Caller): Answering | undefined => source?.as?.(caller) ?? source

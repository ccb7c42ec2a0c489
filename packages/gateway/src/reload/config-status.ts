import type { Fault } from '../config/fault.ts'

/** Which configuration is in force, and what of the files is not. */
export interface ConfigStatus {
  /** From 1: how many have been in force since the start. */
  readonly generation: number
  /** SHA-256 over the four texts in force. */
  readonly fingerprint: string
  /** Which change of the files it is, in words for people. */
  readonly change: string
  /** Whether it came from the files, or is the last good one because the files were bad at the start. */
  readonly from: 'files' | 'last_good'
  /** What the files say now, when that was refused. */
  readonly refused?: RefusedFiles
}

/** Files that did not come into force. */
interface RefusedFiles {
  /** Epoch milliseconds. */
  readonly at: number
  readonly fingerprint: string
  /** At least one of them an error. */
  readonly faults: readonly Fault[]
}

/** What became of an attempt to bring the files into force. */
export interface ReloadReport {
  readonly applied: boolean
  /** Of the files that were tried; warnings may stand beside a good set. */
  readonly faults: readonly Fault[]
  readonly status: ConfigStatus
  readonly tookMs: number
}

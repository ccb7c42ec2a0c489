import type { AuditRecord, FoundRecord, RecordedDecision } from '../records.ts'
import type { AuditQuery, Checkpoint, Forgotten, KeyMark, LineQuery, SweepTurn, SweepTurnDone, Verdict } from '../store.ts'

/** The questions an engine answers about what is kept, each with its argument and its answer. */
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

export { auditLine } from './audit-line.ts'
export { createKeyedHash, loadOrCreateKey } from './hash.ts'
export {
  auditOutcomes,
  type AuditOutcome,
  type AuditRecord,
  type ConfirmationState,
  type DecisionRecord,
  type RecordedDecision,
} from './records.ts'
export { openSqliteStore, type SqliteStoreOptions } from './sqlite/open-sqlite-store.ts'
export { mostAudits, type AuditQuery, type Checkpoint, type Entry, type Store, type StoreStats, type Verdict } from './store.ts'

export { auditLine, escapeInvisible } from './audit-line.ts'
export { readCheckpoints, type CheckpointsRead, type SignedCheckpoint } from './checkpoint-file.ts'
export { createKeyedHash, loadOrCreateKey } from './hash.ts'
export { recordFiles, type RecordFiles } from './record-files.ts'
export { keepRecords, type KeepFor, type RecordKeeper, type RecordKeeperParts } from './record-keeper.ts'
export {
  auditOutcomes,
  type AuditOutcome,
  type AuditRecord,
  type BegunCall,
  type ConfirmationState,
  type DecisionRecord,
  type FoundRecord,
  type RecordedDecision,
  type RecordKind,
  type RefusedTokens,
} from './records.ts'
export { openPostgresStore, type PostgresStoreOptions } from './postgres/open-postgres-store.ts'
export { serverSettings, type ServerSettings } from './postgres/server-settings.ts'
export type { SpoolNews } from './postgres/spooling.ts'
export { allLines } from './all-lines.ts'
export { createSignatureCheck, keyIdOf, loadOrCreateSigningKey, loadPublicKey, temporaryKey } from './signing.ts'
export { openSqliteStore, type SqliteStoreOptions } from './sqlite/open-sqlite-store.ts'
export type { Tables } from './engine/tables.ts'
export {
  mostAudits,
  type AuditQuery,
  type Checkpoint,
  type Entry,
  type Fault,
  type Forgotten,
  type KeyMark,
  type LineQuery,
  type Store,
  type StoreStats,
  type SweepTurn,
  type SweepTurnDone,
  type Verdict,
} from './store.ts'

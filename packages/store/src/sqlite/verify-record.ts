import type { DatabaseSync } from 'node:sqlite'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { Kysely } from 'kysely'
import type { IsSigned } from '../signing.ts'
import type { Checkpoint, Fault, Verdict } from '../store.ts'
import { isDamaged } from './connection-is-lost.ts'
import { dialectOver } from './dialect.ts'
import { integrityOf } from './integrity.ts'
import { isSound } from './is-sound.ts'
import { inMemory, openReader } from './open-database.ts'
import { sqliteReader } from './reader.ts'
import { strayParts, type Schema } from './schema-check.ts'
import type { Tables } from '../engine/tables.ts'
import { verifyChain } from '../engine/verify-chain.ts'

/** An open record that is to be proven. */
export interface ProvableRecord {
  readonly file: string
  readonly database: DatabaseSync
  readonly lockWaitMs: number
  readonly isSigned: IsSigned
  readonly expected: Schema
}

/** Proves the record as it is at one moment, over a connection of its own: what is written or removed meanwhile is not seen. */
export async function verifyRecord(record: ProvableRecord, known: readonly Checkpoint[]): Promise<Verdict> {
  const { file, database, lockWaitMs } = record
  // there is no second way into a database in memory; without pauses nothing gets in between
  if (file === inMemory) return isSound(database) ? verifyOver(database, record, known, () => Promise.resolve()) : ofNoLine('damaged')
  const [sound, verdict] = await Promise.all([integrityOf({ file, lockWaitMs }), verifySnapshot(record, known)])
  return sound ? verdict : ofNoLine('damaged')
}

async function verifySnapshot(record: ProvableRecord, known: readonly Checkpoint[]): Promise<Verdict> {
  try {
    using reader = openReader(record.file, record.lockWaitMs)
    reader.exec('BEGIN')
    return await verifyOver(reader, record, known, () => nextTurn())
  } catch (error) {
    if (!isDamaged(error)) throw error
    return ofNoLine('damaged')
  }
}

async function verifyOver(
  database: DatabaseSync,
  { isSigned, expected }: ProvableRecord,
  known: readonly Checkpoint[],
  pause: () => Promise<void>,
): Promise<Verdict> {
  if (strayParts(database, expected).length > 0) return ofNoLine('schema')
  return await verifyChain(sqliteReader(new Kysely<Tables>({ dialect: dialectOver(database) })), isSigned, known, pause)
}

const ofNoLine = (fault: Fault): Verdict => ({ intact: false, firstBad: 0, fault })

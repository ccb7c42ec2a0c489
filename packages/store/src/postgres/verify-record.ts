import { setImmediate as nextTurn } from 'node:timers/promises'
import { Kysely } from 'kysely'
import type { Tables } from '../engine/tables.ts'
import { verifyChain } from '../engine/verify-chain.ts'
import type { IsSigned } from '../signing.ts'
import type { Checkpoint, Fault, Verdict } from '../store.ts'
import { dialectOver, lending } from './dialect.ts'
import { strayParts } from './migrate.ts'
import type { ReaderPool } from './reader-pool.ts'
import { postgresReader } from './reader.ts'

/** An open record that is to be proven. */
export interface ProvableRecord {
  readonly pool: ReaderPool
  readonly schema: string
  readonly isSigned: IsSigned
}

/** Proves the record as it is at one moment: what is written or removed meanwhile is not seen. */
export async function verifyRecord({ pool, schema, isSigned }: ProvableRecord, known: readonly Checkpoint[]): Promise<Verdict> {
  const client = await pool.connect()
  let lost: Error | undefined
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
    if ((await strayParts(client, schema)).length > 0) return ofNoLine('schema')
    const reader = postgresReader(new Kysely<Tables>({ dialect: dialectOver(lending(client)) }))
    return await verifyChain(reader, isSigned, known, () => nextTurn())
  } catch (error) {
    if (isDamaged(error)) return ofNoLine('damaged')
    lost = error instanceof Error ? error : new Error(String(error))
    throw error
  } finally {
    if (lost === undefined) await client.query('ROLLBACK').catch((error: Error) => (lost = error))
    client.release(lost)
  }
}

const ofNoLine = (fault: Fault): Verdict => ({ intact: false, firstBad: 0, fault })

/** Whether the server found its own files wrong (SQLSTATE XX001 and XX002). */
const isDamaged = (error: unknown): boolean => error instanceof Error && 'code' in error && /^XX00[12]$/.test(String(error.code))

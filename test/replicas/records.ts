import { createPublicKey } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { allLines, loadOrCreateSigningKey, openPostgresStore, recordFiles, type FoundRecord, type Store } from '@cx-concierge/store'
import type { Replica } from './replica.ts'

/**
 * What a replica has to itself, which outlives the process and is used again by the one that takes its place: its records, where replicas share none,
 * and otherwise checkpoints and what waits for the database.
 */
export const recordsOf = (folder: string, replica: number): string => join(folder, `replica-${replica}`, 'concierge.sqlite')

/** The folder of the keys that all have in common. */
export const keysOf = (folder: string): string => join(folder, 'keys')

/** The record of all, opened for reading only. */
export async function openSharedRecord(url: string, folder: string): Promise<Store> {
  const { signingKey } = recordFiles(recordsOf(folder, 1), undefined, keysOf(folder))
  const publicKey = createPublicKey(await loadOrCreateSigningKey(signingKey))
  return await openPostgresStore({ url, readOnly: true, publicKey, answerWithinMs: 60_000 })
}

/** Ends of calls in the record behind this line. */
export async function endsAfter(store: Store, seq: number): Promise<readonly FoundRecord[]> {
  const ends: FoundRecord[] = []
  for await (const line of allLines(store, { oldestFirst: true, after: seq, limit: Infinity }))
    if (line.kind === 'call' || line.kind === 'end') ends.push(line)
  return ends
}

/** How long it takes from now until nothing waits for the database anywhere. */
export async function untilDrained(replicas: readonly Replica[], longestMs: number): Promise<number> {
  const started = performance.now()
  const waiting = async (): Promise<number> => {
    const numbers = await Promise.all(replicas.map((replica) => replica.metric('concierge_records_waiting')))
    return numbers.reduce((sum, number) => sum + number, 0)
  }
  while ((await waiting()) > 0) {
    if (performance.now() - started > longestMs) return Infinity
    await wait(50)
  }
  return Math.round(performance.now() - started)
}

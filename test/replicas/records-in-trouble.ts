import { setTimeout as wait } from 'node:timers/promises'
import type { RecordServer } from './record-server.ts'
import { endsAfter, openSharedRecord, untilDrained } from './records.ts'
import type { Topology } from './topology.ts'
import { callsDuring, figuresOf, hasFailed, longestRecoveryMs, reasons, type Outcome, type Stage } from './under-load.ts'

/** Every call that was answered has to be in the record afterwards, once, and the record whole. */
export async function withRecordsInTrouble(
  stage: Stage,
  trouble: (records: RecordServer, ms: number) => Promise<void>,
  retries = 0,
): Promise<Outcome> {
  const { topology, seconds } = stage
  const { records, replicas, folder } = topology
  if (records === undefined) throw new Error('there is no database of records')
  const before = await openSharedRecord(records.url, folder)
  const { seq } = await before.head()
  await before.close()
  const calls = callsDuring(stage, retries)
  const quarterMs = (seconds / 4) * 1000
  await wait(quarterMs)
  await trouble(records, quarterMs)
  const recoveryMs = await untilDrained(replicas, 4 * longestRecoveryMs)
  const ended = await calls
  await untilDrained(replicas, 4 * longestRecoveryMs)
  const after = await openSharedRecord(records.url, folder)
  const verdict = await after.verify()
  const ends = await endsAfter(after, seq)
  await after.close()
  const spooled = await sumOf(replicas, 'concierge_records_spooled_total')
  const failed = ended.filter(hasFailed)
  const answered = ended.length - failed.length
  const recorded = ends.filter(({ outcome }) => outcome === 'answered')
  const twice = ends.length - new Set(ends.map(({ id }) => id)).size
  const unrecorded = await sumOf(replicas, 'concierge_unrecorded_answers_total')
  return {
    figures: {
      ...figuresOf(ended),
      'through spools': spooled,
      'answered and recorded': recorded.length,
      'drained after ms': recoveryMs,
    },
    faults: [
      ...(failed.length > 0 ? [`${failed.length} of ${ended.length} calls failed: ${reasons(failed)}`] : []),
      ...(spooled === 0 ? ['nothing went through a spool, so nothing was shown'] : []),
      ...(recoveryMs > longestRecoveryMs ? [`spools were empty only after ${recoveryMs} ms`] : []),
      ...(recorded.length < answered ? [`${answered} calls were answered, and ${recorded.length} recorded`] : []),
      ...(twice > 0 ? [`${twice} calls are in the record twice`] : []),
      ...(unrecorded > 0 ? [`${unrecorded} calls were answered without a record`] : []),
      ...(verdict.intact ? [] : [`the record is not intact: ${verdict.fault} at ${verdict.firstBad}`]),
    ],
  }
}

async function sumOf(replicas: Topology['replicas'], metric: string): Promise<number> {
  const numbers = await Promise.all(replicas.map((replica) => replica.metric(metric)))
  return numbers.reduce((sum, number) => sum + number, 0)
}

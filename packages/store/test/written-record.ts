import { createPublicKey, type KeyObject } from 'node:crypto'
import { keepRecords, temporaryKey, type RecordKeeper, type Store } from '../src/index.ts'
import type { Place } from './engines.ts'
import { noon, sampleAudit, sampleDecision } from './sample-records.ts'

/** A day, in milliseconds. */
export const dayMs = 86_400_000

/** A record with everything in it that can be: whole calls, begun ones, decisions, refused tokens, removals, a forgotten person. */
export interface WrittenRecord {
  readonly checkpoints: string
  readonly signingKey: KeyObject
  readonly publicKey: KeyObject
}

/** Writes such a record over four months, with checkpoints into this file. `name` goes into all ids, so that two records have nothing in common. */
export async function writeRecord(place: Pick<Place, 'openUnattended'>, checkpoints: string, name: string): Promise<WrittenRecord> {
  const signingKey = temporaryKey()
  const store = await place.openUnattended({ signingKey })
  const time = { at: noon }
  const keeper = keepRecords({
    store,
    signingKey,
    checkpointFile: checkpoints,
    keep: { answeredMs: 400 * dayMs, refusedMs: 60 * dayMs, decisionsMs: 80 * dayMs },
    now: () => time.at,
    trouble: (what, error) => {
      throw new Error(what, { cause: error })
    },
  })
  for (let month = 0; month < 4; month += 1) {
    time.at = noon + month * 30 * dayMs
    await writeMonth(store, keeper, `${name}${month}`, time.at)
  }
  await store.forget('account:account-2', time.at)
  await keeper.turn()
  await keeper.close()
  await store.close()
  return { checkpoints, signingKey, publicKey: createPublicKey(signingKey) }
}

async function writeMonth(store: Store, keeper: RecordKeeper, name: string, at: number): Promise<void> {
  for (let number = 0; number < 12; number += 1) {
    const id = `${name}-${number}`
    const account = `account-${number % 4}`
    const audit = sampleAudit(number, { id, at: at + number, customer: `account:${account}`, input: { account_id: account } })
    const { decisionId: _decision, ...undecided } = { ...audit, outcome: 'refused', result: 'forbidden' } as const
    const entry = { audit: { ...audit, decisionId: `dec_${id}` }, decision: sampleDecision(`{"about":"${account}","in":"${name}"}`) }
    if (number % 3 === 0) await store.record({ audit: undecided })
    else if (number % 3 === 1) await store.record(entry)
    else {
      store.begin(undecided)
      if (number !== 8) await store.end(entry)
    }
  }
  await store.refused({ at, reason: 'expired', count: 7 })
  await keeper.turn()
}

import { createBulkhead, createQuota } from '@cx-concierge/core'
import { ConciergeError } from '@cx-concierge/contract'
import { LRUCache } from 'lru-cache'

/** Two lanes for looking into credentials: one for those that were found good before, one for all others. Neither ever waits for the other. */
export interface Lanes {
  /** Does the work when it is this credential's turn. Throws `BACKEND_BUSY` when its lane is full. */
  run<Value>(name: string, work: () => Promise<Value>): Promise<Value>
  /** Notes whether a credential was found good. */
  note(name: string, isGood: boolean): void
}

/** What each lane can take. */
export interface LaneBounds {
  readonly atOnce: number
  readonly mayWait: number
  /** Any number when not given. */
  readonly perSecond?: number
}

const mostKnown = 10_000

/** Opens the lanes. Credentials are named by their hashes; `clock` gives epoch milliseconds. */
export function createLanes(name: string, { atOnce, mayWait, perSecond }: LaneBounds, clock: () => number): Lanes {
  const known = new LRUCache<string, true>({ max: mostKnown })
  const openLane = () => ({
    places: createBulkhead(name, atOnce, mayWait),
    quota: createQuota(perSecond === undefined ? [] : [{ calls: perSecond, perMs: 1_000 }]),
  })
  const lanes = { known: openLane(), others: openLane() }
  return {
    run: async (credential, work) => {
      const { places, quota } = known.has(credential) ? lanes.known : lanes.others
      if (!quota.take(clock())) throw new ConciergeError('BACKEND_BUSY', `${name}: too many in a second`)
      // a signal of its own: one that is shared would gather a listener for everybody who ever waited
      return await places.run(work, new AbortController().signal)
    },
    note(credential, isGood) {
      if (isGood) known.set(credential, true)
      else known.delete(credential)
    },
  }
}

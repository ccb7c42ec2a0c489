import type { LookupName, SnapshotEntry } from '@cx-concierge/contract'

/** One thing a decision wants to know. */
export interface Need {
  readonly source: string
  readonly lookup: LookupName
  readonly key: string
}

/** One text per need, by which answers are kept. */
export const needId = (source: string, lookup: LookupName, key: string): string => `${source}|${lookup}|${key}`

/** What is known so far. Answers that are not there yet are `undefined`. */
export interface Snapshot {
  get(source: string, lookup: LookupName, key: string): SnapshotEntry | undefined
}

/** Everything a decision read, in the order in which it first read it. */
export type ReadEntry = readonly [source: string, lookup: LookupName, key: string, entry: SnapshotEntry]

/** A snapshot made of entries that were written down earlier. */
export function snapshotOf(entries: readonly ReadEntry[]): Snapshot {
  const known = new Map(entries.map(([source, lookup, key, entry]) => [needId(source, lookup, key), entry]))
  return { get: (source, lookup, key) => known.get(needId(source, lookup, key)) }
}

import type { Answers, LookupName, SnapshotEntry } from '@cx-concierge/contract'
import { needId, type Need, type ReadEntry, type Snapshot } from './snapshot.ts'

/** One answer, typed. `waiting`: it was asked for and is not there yet; treat it like unknown, the run will be repeated. */
export type Read<Name extends LookupName> =
  | { readonly state: 'answered'; readonly value: Answers[Name] | undefined; readonly readAt: number }
  | { readonly state: 'unknown' }
  | { readonly state: 'waiting' }

const unknown = { state: 'unknown' } as const
const waiting = { state: 'waiting' } as const

/** Reads from a snapshot and remembers what was read, what is lacking and which sources failed. Lives for one run. */
export class Reader {
  readonly needs: Need[] = []
  readonly entries: ReadEntry[] = []
  readonly failedSources = new Set<string>()
  readonly #snapshot: Snapshot
  readonly #seen = new Map<string, SnapshotEntry | null>()

  constructor(snapshot: Snapshot) {
    this.#snapshot = snapshot
  }

  /** True when something asked for is not there yet: what was worked out since is a guess, to be thrown away. */
  get isWaiting(): boolean {
    return this.needs.length > 0
  }

  /** Whether this was read before, in this run or an earlier one of the call. */
  hasRead(source: string, lookup: LookupName, key: string): boolean {
    return this.#snapshot.get(source, lookup, key) !== undefined
  }

  read<Name extends LookupName>(source: string, lookup: Name, key: string): Read<Name> {
    const id = needId(source, lookup, key)
    let entry = this.#seen.get(id)
    if (entry === undefined) {
      const found = this.#snapshot.get(source, lookup, key)
      entry = found ?? null
      this.#seen.set(id, entry)
      if (found) this.entries.push([source, lookup, key, found])
      else this.needs.push({ source, lookup, key })
    }
    if (entry === null) return waiting
    if (entry.state === 'unknown') {
      this.failedSources.add(source)
      return unknown
    }
    if (entry.refreshFailed) this.failedSources.add(source)
    return { state: 'answered', value: entry.value as Answers[Name] | undefined, readAt: entry.readAt }
  }
}

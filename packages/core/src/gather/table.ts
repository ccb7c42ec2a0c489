import type { SnapshotEntry } from '@cx-concierge/contract'

/** An answer that was given. */
export type Answered = Extract<SnapshotEntry, { readonly state: 'answered' }>

/** A source that was read whole. */
export interface Table {
  /** The answer for a key, the same object each time; a key that is not there has the answer that it does not exist. */
  get(key: string): Answered
}

const mostAbsent = 10_000

/** Remembers a whole source as it was read at a moment. */
export function createTable(rows: ReadonlyMap<string, unknown>, readAt: number): Table {
  const entries = new Map<string, Answered>()
  return {
    get: (key) => {
      let entry = entries.get(key)
      if (!entry) {
        entry = { state: 'answered', value: rows.get(key), readAt }
        if (entries.size < rows.size + mostAbsent) entries.set(key, entry)
      }
      return entry
    },
  }
}

import type { LookupName, SnapshotEntry } from '@cx-concierge/contract'
import type { Snapshot } from '../../src/index.ts'
import { company, type Changes, type Company, type Records, type System } from './company.ts'

/** The company with some things changed. */
export const companyWith = (changes: Changes): Company => merged(structuredClone(company), changes) as Company

/** Everything the company would answer, at once. */
export function snapshotWith(changes: Changes, readAt: number): Snapshot {
  const changed = companyWith(changes)
  return { get: (source, lookup, key) => entryOf(changed[source as System], lookup, key, readAt) }
}

/** What one system says to one question. */
function entryOf(records: Records, lookup: LookupName, key: string, readAt: number): SnapshotEntry {
  if (records.down !== undefined) return { state: 'unknown', code: records.down }
  if (records.unreadable?.includes(lookup)) return { state: 'unknown', code: 'BACKEND_UNAVAILABLE' }
  return {
    state: 'answered',
    value: valueOf(records, lookup, key),
    readAt: records.readAt ?? readAt,
    ...(records.refreshFailed === undefined ? {} : { refreshFailed: records.refreshFailed }),
  }
}

/** The record itself; people are found by id and by e-mail. */
export function valueOf(records: Records, lookup: LookupName, key: string): unknown {
  if (lookup !== 'people') return records[lookup]?.[key]
  const found = Object.values(records.people ?? {}).filter(
    (person) => person && (key.includes('@') ? person.email === key : person.id === key),
  )
  return found.length > 0 ? found : undefined
}

function merged(base: unknown, changes: unknown): unknown {
  if (!isBlock(base) || !isBlock(changes)) return changes
  const keys = new Set([...Object.keys(base), ...Object.keys(changes)])
  return Object.fromEntries([...keys].map((key) => [key, key in changes ? merged(base[key], changes[key]) : base[key]]))
}

const isBlock = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

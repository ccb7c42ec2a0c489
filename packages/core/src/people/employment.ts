import type { PersonRecord } from '@cx-concierge/contract'

/** What several records of one person say together. A duplicate that was left behind inactive does not make them gone. */
export function employmentOf(records: readonly PersonRecord[]): PersonRecord['employment'] | undefined {
  if (records.length === 0) return undefined
  if (records.some((record) => record.employment === 'active')) return 'active'
  return records.some((record) => record.employment === 'frozen') ? 'frozen' : 'inactive'
}

import type { AccountId } from '@cx-concierge/connector-kit'
import { fullId } from './mapping.ts'

/** A value found in a row, and the account it leads to. */
export type Finding = readonly [value: unknown, accountId: string | null | undefined]

/** The distinct accounts under each key asked for. `sameForm` brings keys and values into the form in which they are compared. */
export function gatherIds(
  keys: readonly string[],
  findings: readonly Finding[],
  sameForm: (text: string) => string,
): Map<string, AccountId[] | undefined> {
  const found = new Map<string, Set<AccountId>>()
  for (const [value, id] of findings) {
    if (typeof value !== 'string' || typeof id !== 'string') continue
    const form = sameForm(value)
    found.set(form, (found.get(form) ?? new Set()).add(fullId(id)))
  }
  return new Map(
    keys.map((key) => {
      const ids = found.get(sameForm(key))
      return [key, ids === undefined ? undefined : [...ids]]
    }),
  )
}

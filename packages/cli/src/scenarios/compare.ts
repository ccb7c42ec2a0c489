import { isDeepStrictEqual } from 'node:util'

/** One thing that did not come back as it should. */
export interface Difference {
  readonly where: string
  readonly expected: unknown
  readonly got: unknown
}

/** What there is to compare, by the keys of `expect`. */
export type Observed = Readonly<Record<string, unknown>>

const listsThatMayHoldMore = new Set(['flags', 'skipped', 'undecided_rules', 'stale', 'missing', 'audit'])

/**
 * Compares only what is expected, objects key by key; `null` means that the key must be absent. Lists of a decision
 * record must hold what is expected and may hold more, except that an empty list must be empty.
 */
export function differences(expected: Readonly<Record<string, unknown>>, observed: Observed): Difference[] {
  return Object.entries(expected).flatMap(([key, wanted]) =>
    listsThatMayHoldMore.has(key) ? inList(key, wanted, observed[key]) : inValue(key, wanted, observed[key]),
  )
}

function inValue(where: string, expected: unknown, got: unknown): Difference[] {
  if (expected === null) return got === undefined ? [] : [{ where, expected: 'absent', got }]
  if (isBlock(expected)) {
    if (!isBlock(got)) return [{ where, expected, got }]
    return Object.entries(expected).flatMap(([key, wanted]) =>
      key === 'rule' && wanted === null ? inRule(where, got) : inValue(`${where}.${key}`, wanted, got[key]),
    )
  }
  return isDeepStrictEqual(expected, got) ? [] : [{ where, expected, got }]
}

/** A decision without a rule says so with `null`. */
const inRule = (where: string, got: Readonly<Record<string, unknown>>): Difference[] =>
  got['rule'] === null || got['rule'] === undefined ? [] : [{ where: `${where}.rule`, expected: 'no rule', got: got['rule'] }]

function inList(where: string, expected: unknown, got: unknown): Difference[] {
  const wanted = Array.isArray(expected) ? expected : []
  const found = Array.isArray(got) ? got : []
  if (wanted.length === 0) return found.length === 0 ? [] : [{ where, expected: [], got }]
  const lacking = wanted.filter((item) => !found.some((one) => isDeepStrictEqual(one, item)))
  return lacking.length === 0 ? [] : [{ where, expected: `to hold ${JSON.stringify(lacking)}`, got: found }]
}

const isBlock = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

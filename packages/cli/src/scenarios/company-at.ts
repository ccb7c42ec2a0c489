import type { Scenario } from './format.ts'

/** What the gateway had learned before: a backend's records of one account, so many seconds ago. */
export interface EarlierRecord {
  readonly backend: string
  readonly account: string
  readonly ageS: number
  /** Object name → fields. */
  readonly records: Readonly<Record<string, Readonly<Record<string, unknown>>>>
}

/** The company as a scenario sets it. */
export interface CompanyAt {
  readonly company: Readonly<Record<string, unknown>>
  /** Backends that refuse connections. */
  readonly down: readonly string[]
  readonly earlier: readonly EarlierRecord[]
}

type Tree = Record<string, unknown>

/** Applies a scenario's changes to a copy of the base company. */
export function companyAt(base: Readonly<Record<string, unknown>>, set: Scenario['set']): CompanyAt {
  const company = structuredClone(base) as Tree
  for (const [pointer, value] of Object.entries(set)) setAt(company, pointer, structuredClone(value))
  const { cache, ...backends } = company
  const down = Object.entries(backends).flatMap(([name, backend]) => (isTree(backend) && backend['up'] === false ? [name] : []))
  return { company: backends, down, earlier: earlierRecords(cache) }
}

/** The company as it was when the earlier records were true. */
export function companyBefore(company: Readonly<Record<string, unknown>>, earlier: EarlierRecord): Readonly<Record<string, unknown>> {
  const before = structuredClone(company) as Tree
  const backend = before[earlier.backend]
  if (!isTree(backend)) return before
  for (const [object, fields] of Object.entries(earlier.records)) {
    const rows = (backend[object] ??= {}) as Tree
    const existing = Object.entries(rows).find(
      ([key, row]) => key === earlier.account || (isTree(row) && Object.values(row).includes(earlier.account)),
    )
    const [key, row] = existing ?? [earlier.account, {}]
    rows[key] = { ...(row as Tree), ...fields }
  }
  return before
}

function earlierRecords(cache: unknown): EarlierRecord[] {
  if (!isTree(cache)) return []
  return Object.entries(cache).flatMap(([backend, accounts]) =>
    Object.entries(isTree(accounts) ? accounts : {}).map(([account, value]) => {
      const { age_s: ageS, ...records } = value as Tree
      return { backend, account, ageS: Number(ageS), records: records as EarlierRecord['records'] }
    }),
  )
}

/** Sets a value at a JSON Pointer (RFC 6901); parents that are missing are made. */
function setAt(root: Tree, pointer: string, value: unknown): void {
  const parts = pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
  const last = parts.pop()
  if (last === undefined) throw new Error(`"${pointer}" does not point at anything`)
  let at = root
  for (const part of parts) {
    if (!isTree(at[part])) at[part] = {}
    at = at[part] as Tree
  }
  at[last] = value
}

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null

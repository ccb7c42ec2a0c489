/** A record in the vendor's field names. */
export type GainsightRecord = Readonly<Record<string, unknown>>

/** What the pretend tenant holds. Keys that are not objects are ignored. */
export interface GainsightData {
  readonly Company?: Readonly<Record<string, GainsightRecord>>
  readonly User?: Readonly<Record<string, GainsightRecord>>
  /** Overrides the limiter; `null` switches it off. */
  readonly calls_per_minute?: number | null
}

const usualFields: Readonly<Record<'company' | 'gsuser', readonly string[]>> = {
  company: ['Gsid', 'SfdcAccountId', 'Name', 'Status', 'ARR', 'Country', 'LifecycleStage', 'Csm', 'CurrentScore', 'ScoreModifiedDate'],
  gsuser: ['Gsid', 'Email', 'Name', 'Title', 'Timezone', 'IsActiveUser'],
}

/** One object of the tenant: its rows and the fields it has. */
export interface TenantObject {
  readonly rows: readonly GainsightRecord[]
  readonly fields: ReadonlySet<string>
}

/** The object of that API name, whatever its case; `undefined` when the tenant has none. */
export function objectNamed(name: string, data: GainsightData): TenantObject | undefined {
  const key = name.toLowerCase()
  if (key !== 'company' && key !== 'gsuser') return undefined
  const keyed = (key === 'company' ? data.Company : data.User) ?? {}
  const rows = Object.entries(keyed).map(([gsid, record]) => ({ Gsid: gsid, ...record }))
  return { rows, fields: new Set([...usualFields[key], ...rows.flatMap((row) => Object.keys(row))]) }
}

/** The name a field really has, for a name in any case. */
function fieldNamed(name: string, { fields }: TenantObject): string | undefined {
  return fields.has(name) ? name : [...fields].find((field) => field.toLowerCase() === name.toLowerCase())
}

/**
 * How to read a path such as `Name` or `Csm__gr.Email` from a row of that object. `undefined` when there is no such field.
 * Every lookup of the pretend tenant leads to a user.
 */
export function reader(path: string, object: TenantObject, data: GainsightData): ((row: GainsightRecord) => unknown) | undefined {
  const [head = '', ...rest] = path.split('.')
  if (rest.length === 0) {
    const field = fieldNamed(head, object)
    return field === undefined ? undefined : (row) => row[field] ?? null
  }
  const users = objectNamed('GsUser', data)
  const lookup = /__gr$/i.test(head) ? fieldNamed(head.slice(0, -4), object) : undefined
  const next = users === undefined ? undefined : reader(rest.join('.'), users, data)
  if (lookup === undefined || users === undefined || next === undefined) return undefined
  return (row) => {
    const target = users.rows.find((user) => user['Gsid'] === row[lookup])
    return target === undefined ? null : next(target)
  }
}

type Row = Record<string, unknown>
type Table = Readonly<Record<string, Row>>

/** A field of a backend's table that may hold a text, and whether it leads to another record. */
export interface TextField {
  /** `salesforce.User.Title` */
  readonly name: string
  readonly backend: string
  readonly table: string
  readonly field: string
  readonly leads: boolean
  /** Puts a text into the field, wherever the record is about one of these. */
  put(company: Readonly<Record<string, unknown>>, text: string): void
}

/**
 * Every text field of every backend, found in the records of a company, so that a new one is there by itself. A table's own
 * key is not among them: a record with another key is another record.
 */
export function textFieldsOf(company: Readonly<Record<string, unknown>>, about: readonly string[]): readonly TextField[] {
  const tables = tablesOf(company)
  const keys = new Set(tables.flatMap(({ rows }) => Object.keys(rows)))
  return tables.flatMap(({ backend, table, rows }) =>
    [...new Set(Object.values(rows).flatMap(Object.keys))]
      .filter((field) => Object.values(rows).some((row) => isText(row[field])) && !isKey(rows, field))
      .map((field) => ({
        name: `${backend}.${table}.${field}`,
        backend,
        table,
        field,
        leads: Object.values(rows).some((row) => typeof row[field] === 'string' && (keys.has(row[field]) || row[field].includes('@'))),
        put: (target, text) => {
          const rowsNow = (target[backend] as Readonly<Record<string, Table>>)[table] ?? {}
          for (const [key, row] of Object.entries(rowsNow)) if (about.includes(key) || refersTo(row, about)) row[field] = text
        },
      })),
  )
}

function tablesOf(company: Readonly<Record<string, unknown>>): readonly { backend: string; table: string; rows: Table }[] {
  return Object.entries(company).flatMap(([backend, tables]) =>
    Object.entries(tables as Readonly<Record<string, unknown>>).flatMap(([table, rows]) =>
      isTable(rows) ? [{ backend, table, rows }] : [],
    ),
  )
}

const isTable = (value: unknown): value is Table =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.values(value).every((row) => typeof row === 'object' && row !== null)

/** Empty fields and lists hold texts, too. */
const isText = (value: unknown): boolean => typeof value === 'string' || value === null || Array.isArray(value)

const isKey = (rows: Table, field: string): boolean => Object.entries(rows).every(([key, row]) => row[field] === key)

/** A record hangs on those it names, not on those that are named beside it. */
const refersTo = (row: Row, about: readonly string[]): boolean =>
  Object.entries(row).some(([field, value]) => field !== 'MasterRecordId' && about.includes(String(value)))

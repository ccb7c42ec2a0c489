import { parseQuery, type FieldType as ParsedField, type Query } from '@jetstreamapp/soql-parser-js'
import { fieldOf, type FieldType, type ObjectShape, type Organisation, type StoredRecord } from './objects.ts'
import { malformed, noSuchColumn, noSuchObject } from './vendor-answer.ts'
import { readWhere, type FieldReader } from './where.ts'

/** Where a row keeps its address. */
type Address = (object: string, id: string) => string

interface Path {
  readonly steps: readonly { readonly name: string; readonly field: string; readonly object: string }[]
  readonly field: string
  readonly type: FieldType
}

const longestPath = 5
const unsupported = ['groupBy', 'having', 'orderBy', 'offset', 'withDataCategory', 'usingScope', 'for', 'update'] as const

/** Answers one query with rows in the form they have on the wire. Throws what Salesforce would answer instead; `refuse` may, too. */
export function runSoql(
  text: string,
  organisation: Organisation,
  withDeleted: boolean,
  refuse: (object: string) => void,
  address: Address,
): Record<string, unknown>[] {
  const query = parse(text)
  const shape = shapeOf(organisation, query.sObject)
  refuse(shape.name)
  const paths = (query.fields ?? []).map((field) => pathOf(organisation, shape, written(field)))
  const rows = select(query, shape, organisation, withDeleted, false)
  const limited = query.limit === undefined ? rows : rows.slice(0, query.limit)
  return limited.map((row) => onTheWire(row, shape, paths, organisation, address))
}

function parse(text: string): Query {
  let query: Query
  try {
    query = parseQuery(text)
  } catch (error) {
    throw malformed(`unexpected token: ${error instanceof Error ? error.message.slice(0, 200) : ''}`)
  }
  for (const clause of unsupported) if (query[clause] !== undefined) throw malformed(`the pretend backend does not do ${clause}`)
  return query
}

function shapeOf(organisation: Organisation, object: string | undefined): ObjectShape {
  const shape = organisation.shape(object ?? '')
  if (shape === undefined) throw noSuchObject(object ?? '')
  return shape
}

function select(query: Query, shape: ObjectShape, organisation: Organisation, withDeleted: boolean, isNested: boolean): StoredRecord[] {
  const test = readWhere(query.where, reader(shape, organisation, withDeleted, isNested))
  return organisation.rows(shape).filter((row) => (withDeleted || row['IsDeleted'] !== true) && test(row))
}

function reader(shape: ObjectShape, organisation: Organisation, withDeleted: boolean, isNested: boolean): FieldReader {
  return {
    field(name) {
      const path = pathOf(organisation, shape, name)
      return { type: path.type, read: (record) => cell(follow(record, path, organisation), path) }
    },
    column(query) {
      if (isNested) throw malformed('Nesting of semi join sub-selects is not supported')
      const [field, ...others] = query.fields ?? []
      if (field === undefined || others.length > 0) throw malformed('a semi join selects exactly one column')
      const inner = shapeOf(organisation, query.sObject)
      const path = pathOf(organisation, inner, written(field))
      if (path.steps.length > 0) throw malformed('a semi join cannot select a relationship field')
      const rows = select(query, inner, organisation, withDeleted, true)
      return new Set(rows.flatMap((row) => (typeof row[path.field] === 'string' ? [String(row[path.field]).slice(0, 15)] : [])))
    },
  }
}

function written(field: ParsedField): string {
  if (field.type === 'Field') return field.field
  if (field.type === 'FieldRelationship') return [...field.relationships, field.field].join('.')
  throw malformed(`the pretend backend does not do ${field.type}`)
}

function pathOf(organisation: Organisation, shape: ObjectShape, name: string): Path {
  const parts = name.split('.')
  const last = parts.pop() ?? ''
  if (parts.length > longestPath) throw malformed(`relationship path of ${parts.length} steps, at most ${longestPath}`)
  let at = shape
  const steps = parts.map((part) => {
    const found = Object.entries(at.relationships).find(([relationship]) => relationship.toLowerCase() === part.toLowerCase())
    if (found === undefined) throw noSuchColumn(name, at.name)
    const [relationship, { field, object }] = found
    at = shapeOf(organisation, object)
    return { name: relationship, field, object }
  })
  const field = fieldOf(organisation, at, last)
  if (field === undefined) throw noSuchColumn(last, at.name)
  return { steps, field, type: at.fields[field] ?? 'string' }
}

function follow(record: StoredRecord, path: Path, organisation: Organisation): StoredRecord | undefined {
  let at: StoredRecord | undefined = record
  for (const step of path.steps) at = at === undefined ? undefined : organisation.row(step.object, at[step.field])
  return at
}

/** Several picked values travel as one text. */
function cell(record: StoredRecord | undefined, path: Path): unknown {
  const value = record?.[path.field]
  if (Array.isArray(value)) return value.length === 0 ? null : value.join(';')
  return value ?? (path.type === 'boolean' && record !== undefined ? false : null)
}

function onTheWire(
  row: StoredRecord,
  shape: ObjectShape,
  paths: readonly Path[],
  organisation: Organisation,
  address: Address,
): Record<string, unknown> {
  const sent: Record<string, unknown> = { attributes: attributes(shape.name, row, address) }
  const above = new Map<string, Record<string, unknown>>()
  for (const path of paths) {
    let at: Record<string, unknown> | undefined = sent
    let record: StoredRecord | undefined = row
    let way = ''
    for (const step of path.steps) {
      record = organisation.row(step.object, record[step.field])
      if (record === undefined) {
        at[step.name] = null
        at = undefined
        break
      }
      way += `${step.name}.`
      const next: Record<string, unknown> = above.get(way) ?? { attributes: attributes(step.object, record, address) }
      above.set(way, next)
      at[step.name] = next
      at = next
    }
    if (at !== undefined) at[path.field] = cell(record, path)
  }
  return sent
}

function attributes(type: string, row: StoredRecord, address: Address): Record<string, string> {
  return { type, url: address(type, String(row['Id'])) }
}

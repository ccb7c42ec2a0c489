import { ConciergeError } from '@cx-concierge/connector-kit'

/** Query text that is safe to send: made only by the functions of this file. */
export interface Soql {
  readonly kind: 'soql'
  readonly text: string
}

/** What may stand in a {@link soql} template. A list becomes the right side of `IN`. */
export type SoqlValue = string | number | boolean | readonly string[] | Soql

const longestQuery = 100_000
const longestLiteral = 4_000
const namePath = /^[A-Za-z]\w*(?:\.[A-Za-z]\w*){0,6}$/

/**
 * Writes a query; every value is escaped for its place. Throws `INTERNAL` for an empty list, which would select
 * everything or nothing by accident, and for a text longer than the vendor takes (100,000 characters).
 */
export function soql(strings: TemplateStringsArray, ...values: readonly SoqlValue[]): Soql {
  const text = values.reduce<string>((before, value, index) => before + written(value) + (strings[index + 1] ?? ''), strings[0] ?? '')
  if (text.length > longestQuery) throw cannotBeWritten('the query is too long')
  return { kind: 'soql', text }
}

/** Field or object names, joined by commas. Throws `INTERNAL` when one is no name. */
export function names(list: readonly string[]): Soql {
  if (list.length === 0) throw cannotBeWritten('no names')
  for (const name of list) if (!namePath.test(name)) throw cannotBeWritten('not a name')
  return { kind: 'soql', text: list.join(', ') }
}

/** A `LIKE` pattern for texts that contain `part` literally. */
export function containing(part: string): Soql {
  const escaped = literal(part)
    .slice(1, -1)
    .replaceAll(/[%_]/g, String.raw`\$&`)
  return { kind: 'soql', text: `'%${escaped}%'` }
}

/** The conditions joined by `OR`, in parentheses. Throws `INTERNAL` when there is none. */
export function anyOf(conditions: readonly Soql[]): Soql {
  if (conditions.length === 0) throw cannotBeWritten('no conditions')
  return { kind: 'soql', text: `(${conditions.map((condition) => condition.text).join(' OR ')})` }
}

function written(value: SoqlValue): string {
  if (typeof value === 'string') return literal(value)
  if (typeof value === 'boolean') return String(value)
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw cannotBeWritten('not a whole number')
    return String(value)
  }
  if (!isList(value)) return value.text
  if (value.length === 0) throw cannotBeWritten('an empty list')
  return `(${value.map(literal).join(', ')})`
}

function isList(value: readonly string[] | Soql): value is readonly string[] {
  return Array.isArray(value)
}

const shortEscapes: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\b': '\\b', '\f': '\\f' }

/** Salesforce, SOQL and SOSL Reference, "Quoted String Escape Sequences": quotes and backslashes; a backslash elsewhere is an error. */
function literal(value: string): string {
  if (value.length > longestLiteral) throw cannotBeWritten('a value is too long')
  const escaped = value
    // a lone surrogate cannot be sent as UTF-8
    .toWellFormed()
    .replaceAll(/[\\'"]/g, String.raw`\$&`)
    .replaceAll(
      // oxlint-disable-next-line no-control-regex -- control characters and odd line ends are what is being written out
      /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g,
      (char) => shortEscapes[char] ?? `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
    )
  return `'${escaped}'`
}

function cannotBeWritten(why: string): ConciergeError {
  return new ConciergeError('INTERNAL', `A query could not be written: ${why}.`)
}

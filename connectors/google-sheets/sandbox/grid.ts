/** A cell as the sheet holds it. */
export type SheetCell = string | number | boolean | null

/** What the tab holds: rows by e-mail under their headers, or the very cells. */
export interface SheetData {
  readonly rows?: Readonly<Record<string, Readonly<Record<string, SheetCell>>>>
  readonly values?: readonly (readonly SheetCell[])[]
  readonly [other: string]: unknown
}

const usualColumns = ['Work email', 'Booking link', 'Languages', 'Backup email', 'Out from', 'Out until']

/** The tab's cells, header row first: the usual columns, then whatever else a row fills in. */
export function toGrid({ rows = {}, values }: SheetData): SheetCell[][] {
  if (values !== undefined) return values.map((row) => [...row])
  const header = [...new Set([...usualColumns, ...Object.values(rows).flatMap((row) => Object.keys(row))])]
  const cells = Object.entries(rows).map(([email, row]) => header.map((column) => row[column] ?? (column === 'Work email' ? email : null)))
  return [header, ...cells]
}

/** A rectangle in A1 notation, counted from nought; an end that is missing is the end of the sheet. */
export interface Range {
  readonly tab: string
  readonly firstRow: number
  readonly lastRow: number
  readonly firstColumn: number
  readonly lastColumn: number
}

const rowsOfSheet = 1000
const columnsOfSheet = 26
const corners = /^([A-Z]{0,3})(\d{0,7})(?::([A-Z]{0,3})(\d{0,7}))?$/i

/** Reads A1 notation: `Tab`, `'A tab'!A1:C9`, `Tab!A:C`, `Tab!2:2`. `undefined` when it is none. */
export function readRange(text: string): Range | undefined {
  const [, quoted, plain, rest = ''] = /^(?:'((?:[^']|'')+)'|([^'!]+))(?:!(.*))?$/.exec(text) ?? []
  const tab = quoted?.replaceAll("''", "'") ?? plain
  if (tab === undefined) return undefined
  const found = corners.exec(rest)
  if (found === null) return undefined
  const [, column = '', row = '', endColumn, endRow] = found
  const isOneCell = endColumn === undefined
  return {
    tab,
    firstRow: row === '' ? 0 : Number(row) - 1,
    lastRow: lastOf(isOneCell && rest !== '' ? row : endRow, rowsOfSheet, Number) - 1,
    firstColumn: column === '' ? 0 : columnNumber(column) - 1,
    lastColumn: lastOf(isOneCell && rest !== '' ? column : endColumn, columnsOfSheet, columnNumber) - 1,
  }
}

/** The cells of a range without trailing empty rows and cells; `undefined` when nothing is left. */
export function cut(grid: readonly (readonly SheetCell[])[], range: Range): SheetCell[][] | undefined {
  const rows = grid
    .slice(range.firstRow, range.lastRow + 1)
    .map((row) => withoutEmptyEnd(row.slice(range.firstColumn, range.lastColumn + 1), (value) => value === null || value === ''))
  const left = withoutEmptyEnd(rows, (row) => row.length === 0)
  return left.length === 0 ? undefined : left.map((row) => row.map((value) => value ?? ''))
}

/** The range as the API says it back: with its corners written out. */
export function writeRange({ tab, firstRow, lastRow, firstColumn, lastColumn }: Range): string {
  const name = /^\w+$/.test(tab) ? tab : `'${tab.replaceAll("'", "''")}'`
  return `${name}!${columnName(firstColumn)}${firstRow + 1}:${columnName(lastColumn)}${lastRow + 1}`
}

function lastOf(text: string | undefined, otherwise: number, read: (text: string) => number): number {
  return text === undefined || text === '' ? otherwise : read(text)
}

function withoutEmptyEnd<Item>(items: readonly Item[], isEmpty: (item: Item) => boolean): Item[] {
  return items.slice(0, items.findLastIndex((item) => !isEmpty(item)) + 1)
}

function columnNumber(letters: string): number {
  return letters
    .toUpperCase()
    .split('')
    .reduce((number, letter) => number * 26 + letter.charCodeAt(0) - 64, 0)
}

function columnName(position: number): string {
  const before = Math.floor(position / 26)
  return (before > 0 ? columnName(before - 1) : '') + String.fromCharCode(65 + (position % 26))
}

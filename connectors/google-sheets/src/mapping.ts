import { ConciergeError, type CoverageRecord } from '@cx-concierge/connector-kit'
import { isFailedFormula, readDay, readEmail, readLanguages, readText, readUrl, type Reading } from './cells.ts'
import type { Grid } from './read-tab.ts'
import type { Settings } from './settings.ts'
import type { Cell } from './wire.ts'

type Column = keyof Settings['columns']
type Rejected = NonNullable<CoverageRecord['rejected']>[number]
type Note = (event: string, detail: Readonly<Record<string, string | number>>) => void

/** Where things stand in a tab, by position. */
export interface Layout {
  readonly key: number
  readonly columns: Readonly<Partial<Record<Column, number>>>
}

/** Finds the wanted columns by the header row's words, whatever their case. Throws `BACKEND_BAD_ANSWER` when the key column is missing. */
export function readLayout(
  header: Grid,
  { settings, wanted }: { settings: Settings; wanted: ReadonlySet<string> },
  source: string,
  note: Note,
): Layout {
  const positions = new Map<string, number>()
  for (const [position, cell] of (header[0] ?? []).entries()) {
    const word = sameCase(readText(cell) ?? '')
    if (word !== '' && !positions.has(word)) positions.set(word, position)
  }
  const key = positions.get(sameCase(settings.key_column))
  if (key === undefined) {
    throw new ConciergeError('BACKEND_BAD_ANSWER', `The tab has no column called "${settings.key_column}".`, { source })
  }
  const columns: Partial<Record<Column, number>> = {}
  for (const [name, word] of Object.entries(settings.columns)) {
    if (word === null || !wanted.has(word)) continue
    const position = positions.get(sameCase(word))
    if (position === undefined) note('google_sheets.column_missing', { column: word })
    else columns[name as Column] = position
  }
  return { key, columns }
}

/** Every colleague of the tab by work e-mail, in lower case. The first of two rows for one e-mail counts. */
export function toCoverage(grid: Grid, { key, columns }: Layout, note: Note): Map<string, CoverageRecord> {
  const coverage = new Map<string, CoverageRecord>()
  for (const [index, row] of grid.entries()) {
    if (index === 0) continue
    const keyCell = row[key]
    const { value: email, isRejected } = readEmail(keyCell)
    const sheetRow = index + 1
    if (isRejected) note(isFailedFormula(keyCell) ? 'google_sheets.key_failed' : 'google_sheets.key_not_an_email', { row: sheetRow })
    if (email === undefined) continue
    if (coverage.has(email)) note('google_sheets.duplicate_row', { row: sheetRow })
    else
      coverage.set(
        email,
        toRecord((column) => cellAt(row, columns[column])),
      )
  }
  return coverage
}

function toRecord(cell: (column: Column) => Cell | undefined): CoverageRecord {
  const booking = readUrl(cell('booking_url'))
  const languages = readLanguages(cell('languages'))
  const backup = readEmail(cell('backup'))
  const away = readAway(readDay(cell('out_from')), readDay(cell('out_until')))
  const rejected: Rejected[] = [
    ...(booking.isRejected ? (['booking_url'] as const) : []),
    ...(languages.isRejected ? (['languages'] as const) : []),
    ...(backup.isRejected ? (['backup'] as const) : []),
    ...(away.isRejected ? (['out_of_office'] as const) : []),
  ]
  return {
    ...(booking.value === undefined ? {} : { bookingUrl: booking.value }),
    ...(languages.value === undefined ? {} : { languages: languages.value }),
    ...(backup.value === undefined ? {} : { backupEmail: backup.value }),
    ...away.value,
    ...(rejected.length === 0 ? {} : { rejected }),
  }
}

/** Half a period is misleading: when one end cannot be read, or the ends are the wrong way round, neither counts. */
function readAway(from: Reading<string>, until: Reading<string>): Reading<Pick<CoverageRecord, 'outFrom' | 'outUntil'>> {
  const isBackwards = from.value !== undefined && until.value !== undefined && from.value > until.value
  if (from.isRejected || until.isRejected || isBackwards) return { isRejected: true }
  return {
    value: {
      ...(from.value === undefined ? {} : { outFrom: from.value }),
      ...(until.value === undefined ? {} : { outUntil: until.value }),
    },
    isRejected: false,
  }
}

function cellAt(row: readonly Cell[], position: number | undefined): Cell | undefined {
  return position === undefined ? undefined : row[position]
}

function sameCase(word: string): string {
  return word.trim().toLowerCase()
}

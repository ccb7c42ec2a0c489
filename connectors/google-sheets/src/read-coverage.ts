import { ConciergeError, fieldsFor, type Call, type CoverageRecord, type Host } from '@cx-concierge/connector-kit'
import { reads } from './fields.ts'
import { readLayout, toCoverage, type Layout } from './mapping.ts'
import type { Grid, Tab } from './read-tab.ts'
import type { Settings } from './settings.ts'

type Note = (event: string, detail: Readonly<Record<string, string | number>>) => void

/** Reads a tab's wanted columns, and no other. */
export interface CoverageReader {
  all(call: Call): Promise<Map<string, CoverageRecord>>
  /** Reads the header row alone. Throws `BACKEND_BAD_ANSWER` when the key column is missing. */
  check(call: Call): Promise<void>
}

const headerRow = '1:1'

/** The columns are found in the header row; where they stood the last time is read along with it, so that one request does. */
export function createCoverageReader(tab: Tab, settings: Settings, host: Host, note: Note): CoverageReader {
  const wanted = new Set(fieldsFor(reads(settings), host.wanted).map(({ field }) => field))
  let positions: readonly number[] = []

  const layoutIn = (header: Grid): Layout => readLayout(header, { settings, wanted }, host.name, note)

  async function readHeader(call: Call): Promise<Layout> {
    const [header = []] = await tab.read(call, [headerRow])
    return layoutIn(header)
  }

  async function read(call: Call, from: readonly number[], mayHaveMoved: boolean): Promise<Map<string, CoverageRecord>> {
    const [header = [], ...columns] = await tab.read(call, [
      headerRow,
      ...from.map((position) => `${letters(position)}:${letters(position)}`),
    ])
    const layout = layoutIn(header)
    positions = positionsIn(layout)
    const isWhole = positions.every((position) => from.includes(position))
    if (isWhole) return toCoverage(sideBySide(from, columns), layout, note)
    if (mayHaveMoved) return await read(call, positions, false)
    throw new ConciergeError('BACKEND_BAD_ANSWER', 'The columns of the tab were moved while it was read.', { source: host.name })
  }

  return {
    all: async (call) => await read(call, positions.length > 0 ? positions : positionsIn(await readHeader(call)), true),
    async check(call) {
      await readHeader(call)
    },
  }
}

function positionsIn({ key, columns }: Layout): readonly number[] {
  return [...new Set([key, ...Object.values(columns)])]
}

/** Columns that were read one by one, each cell back at its place in its row. */
function sideBySide(positions: readonly number[], columns: readonly Grid[]): Grid {
  const length = Math.max(0, ...columns.map((column) => column.length))
  return Array.from({ length }, (_row, index) => {
    const row: Grid[number][number][] = []
    for (const [place, position] of positions.entries()) row[position] = columns[place]?.[index]?.[0] ?? null
    return row
  })
}

/** A column's name in A1 notation, counted from nought. */
function letters(position: number): string {
  const before = Math.floor(position / 26)
  return (before > 0 ? letters(before - 1) : '') + String.fromCharCode(65 + (position % 26))
}

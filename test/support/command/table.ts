/** One column of a table. */
export interface Column<Row> {
  readonly title: string
  readonly width: number
  readonly show: (row: Row) => string
}

/** Lines of a table: the titles, then a line for each row. The first column begins at the left, the others end at the right. */
export function table<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): readonly string[] {
  const line = (cells: readonly string[]): string =>
    cells.map((cell, place) => (place === 0 ? cell.padEnd(columns[0]?.width ?? 0) : cell.padStart(columns[place]?.width ?? 0))).join('')
  return [line(columns.map(({ title }) => title)), ...rows.map((row) => line(columns.map(({ show }) => show(row))))]
}

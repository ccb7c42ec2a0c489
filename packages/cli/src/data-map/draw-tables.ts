import { styleText } from 'node:util'
import type { Table } from './data-tables.ts'

/** Tables for a terminal: a repeated first column is said once, personal data stands out. */
export function asText(tables: readonly Table[], colours: boolean): string {
  const paint = (style: 'bold' | 'dim' | 'yellow', text: string): string =>
    colours ? styleText(style, text, { validateStream: false }) : text
  return tables
    .map(({ title, note, header, rows }) => {
      const widths = header.map((name, column) => Math.max(name.length, ...rows.map((row) => row[column]?.length ?? 0)))
      const line = (cells: readonly string[]): string =>
        cells
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd()
      const lines = rows.map((row, index) => {
        const [first = '', ...rest] = row
        const text = line([rows[index - 1]?.[0] === first ? '' : first, ...rest])
        return text.replace(/personal: \w+/, (words) => paint('yellow', words))
      })
      return [paint('bold', title), paint('dim', note), '', paint('dim', line(header)), ...lines].join('\n')
    })
    .join('\n\n')
}

/** The same as a Markdown page. */
export function asMarkdown(title: string, tables: readonly Table[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll(/[\\|]/g, String.raw`\$&`)).join(' | ')} |`
  const drawn = tables.map((table) =>
    [`## ${table.title}`, '', table.note, '', line(table.header), line(table.header.map(() => '---')), ...table.rows.map(line)].join('\n'),
  )
  return [`# ${title}`, ...drawn].join('\n\n')
}

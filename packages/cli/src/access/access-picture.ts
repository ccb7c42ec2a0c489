import { styleText } from 'node:util'
import { audiences } from '@cx-concierge/contract'
import type { grid, ToolRight } from './tool-rights.ts'

type Style = 'bold' | 'green' | 'yellow' | 'dim'

const paintFor =
  (colours: boolean) =>
  (style: Style, text: string): string =>
    colours ? styleText(style, text, { validateStream: false }) : text

/** The whole table, a block for each tool. */
export function gridPicture(rows: ReturnType<typeof grid>, colours: boolean): string {
  const paint = paintFor(colours)
  const width = Math.max(...audiences.map((audience) => audience.length))
  return rows
    .map(({ tool, cells }) =>
      [paint('bold', tool), ...audiences.map((audience) => `  ${paint('dim', audience.padEnd(width))}  ${cells[audience]}`)].join('\n'),
    )
    .join('\n')
}

/** What each scope means, and what it covers. */
export function scopesPicture(
  scopes: Readonly<Record<string, { readonly means: string; readonly covers: readonly string[] }>>,
  colours: boolean,
): string {
  const paint = paintFor(colours)
  const width = Math.max(0, ...Object.keys(scopes).map((scope) => scope.length))
  return Object.entries(scopes)
    .map(
      ([scope, { means, covers }]) =>
        `${scope.padEnd(width)}  ${paint('dim', `${means}${covers.length === 0 ? '' : `; covers ${covers.join(', ')}`}`)}`,
    )
    .join('\n')
}

/** What one caller may do, a line for each tool. */
export function rightsPicture(rights: readonly ToolRight[], colours: boolean): string {
  const paint = paintFor(colours)
  const width = Math.max(...rights.map(({ tool }) => tool.length))
  const line = ({ tool, standing, lacks, about }: ToolRight): string => {
    const name = tool.padEnd(width)
    if (standing === 'hidden') return paint('dim', `– ${name}  does not exist for this caller`)
    if (standing === 'needs_scope') return `${paint('yellow', `△ ${name}`)}  needs more scope: ${lacks.join(' ')}`
    return `${paint('green', `✓ ${name}`)}  about ${about.join('; ')}`
  }
  return rights.map(line).join('\n')
}

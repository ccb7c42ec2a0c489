import { styleText } from 'node:util'
import type { Cell } from './cell.ts'
import type { Fault } from './fault.ts'

type Style = Parameters<typeof styleText>[0]

const signs: Readonly<Record<Cell['outcome'], readonly [string, Style]>> = {
  complete: ['●', 'green'],
  partial: ['◐', 'green'],
  error: ['◆', 'green'],
  nothing: ['✕', ['red', 'bold']],
}
const red: readonly [string, Style] = ['✕', ['red', 'bold']]
const legend = '● complete   ◐ partial, and says what is lacking   ◆ typed error   ✕ a promise broken   · cannot happen there'

/** The cells of one fault at one backend as one text for a terminal; `·` when there are none. */
function sign(cells: readonly Cell[], inColour: boolean): string {
  if (cells.length === 0) return dim('·', inColour)
  return cells
    .map(({ outcome, problems }) => {
      const [text, style] = problems.length > 0 ? red : signs[outcome]
      return inColour ? styleText(style, text, { validateStream: false }) : text
    })
    .join('')
}

/** The whole grid: a line for each fault, a column for each backend, a sign for each repeat, and the slowest answer. */
export function grid(faults: readonly Fault[], backends: readonly string[], cells: readonly Cell[], inColour: boolean): string {
  const titleWidth = Math.max(...faults.map(({ title }) => title.length))
  const width = Math.max(8, ...backends.map((name) => name.length)) + 2
  const repeats = Math.max(1, ...cells.map(({ repeat }) => repeat + 1))
  const lines = [`${' '.repeat(titleWidth + 4)}${backends.map((name) => name.padEnd(width)).join('')}slowest  breaker`]
  let group = ''
  for (const fault of faults) {
    const own = cells.filter((cell) => cell.fault === fault.id)
    if (own.length === 0) continue
    if (fault.group !== group) lines.push(dim(fault.group, inColour))
    ;({ group } = fault)
    const marks = backends.map((backend) => {
      const ofBackend = own.filter((cell) => cell.backend === backend)
      // signs are one column wide, their colours none
      return sign(ofBackend, inColour) + ' '.repeat(width - Math.min(repeats, Math.max(1, ofBackend.length)))
    })
    const slowest = Math.max(...own.map(({ tookMs }) => tookMs))
    const counted = fault.counts ? 'trouble' : '–'
    lines.push(
      `  ${fault.title.padEnd(titleWidth + 2)}${marks.join('')}${`${Math.round(slowest)} ms`.padStart(7)}  ${dim(counted, inColour)}`,
    )
  }
  return [...lines, '', dim(legend, inColour)].join('\n')
}

function dim(text: string, inColour: boolean): string {
  return inColour ? styleText('dim', text, { validateStream: false }) : text
}

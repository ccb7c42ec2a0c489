import { styleText } from 'node:util'
import type { Fault } from '@cx-concierge/gateway'

/** Faults as lines for people: place first, as editors and terminals link it. */
export function faultLines(faults: readonly Fault[], colours: boolean): string[] {
  const paint = (style: 'red' | 'yellow' | 'dim' | 'bold', text: string): string =>
    colours ? styleText(style, text, { validateStream: false }) : text
  return faults.map((fault) => {
    const severity = fault.severity === 'error' ? paint('red', 'error') : paint('yellow', 'warning')
    const hint = fault.hint === undefined ? '' : `\n    ${paint('dim', fault.hint)}`
    return `${paint('bold', `${fault.file}:${fault.line}:${fault.column}`)} ${severity} ${fault.where}: ${fault.what}${hint}`
  })
}

import { styleText } from 'node:util'
import type { Finding, FindingState } from './finding.ts'

const signs: Readonly<Record<FindingState, readonly ['green' | 'yellow' | 'red' | 'dim', string]>> = {
  good: ['green', '✓'],
  warning: ['yellow', '△'],
  bad: ['red', '✗'],
  skipped: ['dim', '–'],
}

/** A line for each finding, with what to do below it, and a line that adds up. */
export function checkUpPicture(findings: readonly Finding[], colours: boolean): string {
  const paint = (style: 'green' | 'yellow' | 'red' | 'dim' | 'bold', text: string): string =>
    colours ? styleText(style, text, { validateStream: false }) : text
  const lines = findings.map(({ point, state, what, mend }) => {
    const [colour, sign] = signs[state]
    return `${paint(colour, sign)} ${paint('bold', point)}  ${what}${mend === undefined ? '' : `\n    ${paint('dim', `→ ${mend}`)}`}`
  })
  const count = (state: FindingState): number => findings.filter((one) => one.state === state).length
  return [
    ...lines,
    '',
    `${count('good')} good, ${count('warning')} to think about, ${count('bad')} to mend, ${count('skipped')} not looked at`,
  ].join('\n')
}

import { styleText } from 'node:util'
import type { FileResult } from './run-files.ts'

type Style = 'green' | 'red' | 'dim' | 'bold'

/** Words for people about scenarios. */
export interface ScenarioReport {
  line(result: FileResult): string
  summary(results: readonly FileResult[]): string
}

/** A report in colours or without. */
export function scenarioReport(colours: boolean): ScenarioReport {
  const paint = (style: Style, text: string): string => (colours ? styleText(style, text, { validateStream: false }) : text)
  return {
    line: ({ scenario, differences, ms }) => {
      const passed = differences.length === 0
      const head = `${passed ? paint('green', '✓') : paint('red', '✗')} ${paint('bold', scenario.id)} ${scenario.title} ${paint('dim', `${Math.round(ms)} ms`)}`
      const details = differences.map(
        ({ where, expected, got }) =>
          `    ${where}\n      expected ${paint('green', shown(expected))}\n      got      ${paint('red', shown(got))}`,
      )
      return [head, ...details].join('\n')
    },
    summary: (results) => {
      const failed = results.filter(({ differences }) => differences.length > 0).length
      return `${results.length - failed} passed, ${failed} failed`
    },
  }
}

const shown = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing'))

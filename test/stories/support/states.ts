import type { Finding } from '../../../packages/cli/src/doctor/finding.ts'

/** What was found at a point, as lines such as `bad: it is not there`. */
export const states = (findings: readonly Finding[], point: string): readonly string[] =>
  findings.filter((one) => one.point.startsWith(point)).map(({ state, what }) => `${state}: ${what}`)

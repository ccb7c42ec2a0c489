import { z } from 'zod'
import { neededFixtures, passesUnshown } from './needed-fixtures.ts'

/** One check of a scenario, as the suite writes it down. */
export const check = z.looseObject({
  id: z.string(),
  status: z.enum(['SUCCESS', 'FAILURE', 'WARNING', 'SKIPPED', 'INFO']),
  errorMessage: z.string().optional(),
  details: z.looseObject({ message: z.string().optional() }).optional(),
})

/** See the schema of the same name. */
export type Check = z.output<typeof check>

/** How a scenario ended for one protocol revision. */
export interface Verdict {
  readonly scenario: string
  readonly revision: string
  readonly outcome: 'passed' | 'failed' | 'skipped'
  /** Checks that passed. */
  readonly passed: number
  /** What it needs, what went wrong, or what the suite would rather see. */
  readonly remarks: readonly string[]
}

// what a server without the suite's fixtures rightly says, and what the suite makes of it
const absences = [
  /^(?:Failed: |JSON-RPC error: )?(?:MCP error -\d+: )?(?:Unknown tool: \w+|Method not found)$/,
  /^(?:Failed: |JSON-RPC error: )?(?:MCP error -\d+: )?(?:Prompt test_\w+ not found|Resource not found: test:\S+)$/,
  /^Not testable: server (?:does not list|exposes no) /,
  /^Tool '\w+' not found/,
  /^Prerequisite failed: could not get initial InputRequiredResult/,
  /^Expected InputRequiredResult with inputRequests and requestState$/,
]
const isAbsence = ({ errorMessage = '' }: Check): boolean => absences.some((pattern) => pattern.test(errorMessage))

// every message that was exchanged, held against the revision's schema; no fixture excuses it
const wireCheck = 'wire-schema-valid'
const extension = 'extension '

/**
 * Judges one scenario. A scenario that needs a fixture is skipped, unless one of its checks fails for another reason than that the fixture is absent; one
 * that found nothing to check is skipped as well, since nothing was shown.
 */
export function judge(scenario: string, revision: string, checks: readonly Check[]): Verdict {
  const needed = neededFixtures.get(scenario)
  const passed = checks.filter(({ status, id }) => status === 'SUCCESS' && id !== wireCheck).length
  const failures = checks.filter(({ status }) => status === 'FAILURE')
  const excused = (one: Check): boolean => needed !== undefined && one.id !== wireCheck && (needed.startsWith(extension) || isAbsence(one))
  const faults = failures.filter((one) => !excused(one))
  const verdict = { scenario, revision, passed }
  if (faults.length > 0)
    return { ...verdict, outcome: 'failed', remarks: faults.map(({ id, errorMessage }) => `${id}: ${errorMessage ?? 'failed'}`) }
  const isShown = passed > 0 && failures.length === 0 && !passesUnshown.has(scenario)
  if (needed !== undefined && !isShown) return { ...verdict, outcome: 'skipped', remarks: [`needs fixture ${needed}`] }
  if (passed === 0) return { ...verdict, outcome: 'skipped', remarks: [nothingShown(checks)] }
  return { ...verdict, outcome: 'passed', remarks: checks.filter(({ status }) => status === 'WARNING').map(warning) }
}

const warning = ({ id, errorMessage, details }: Check): string =>
  `warning ${id}: ${(errorMessage ?? details?.message ?? 'not as recommended').trim()}`

const nothingShown = (checks: readonly Check[]): string =>
  checks.map(({ details }) => details?.message).find((message) => message !== undefined) ?? 'nothing was checked'

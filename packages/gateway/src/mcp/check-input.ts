import type { z } from 'zod'
import { plainName } from './plain-name.ts'
import type { Tool } from './tool.ts'

/** Arguments that may be run with, or one sentence for the model that says which field is wrong and what is expected. */
export type CheckedInput = { readonly ok: true; readonly input: unknown } | { readonly ok: false; readonly sentence: string }

const mostProblems = 5

/** Checks arguments as they came: a property that is `null` counts as absent, most clients fill optional properties so. */
export function checkInput(tool: Tool, sent: Readonly<Record<string, unknown>> | undefined): CheckedInput {
  const given = withoutNulls(sent ?? {})
  const checked = tool.input.safeParse(given)
  if (checked.success) return { ok: true, input: checked.data }
  const problems = [...new Set(checked.error.issues.map((issue) => describe(issue, given)))]
  const more = problems.length > mostProblems ? '; and more' : ''
  const listed = problems.slice(0, mostProblems).join('; ')
  return { ok: false, sentence: `The arguments of ${tool.name} were not accepted: ${listed}${more}. Correct them and call again.` }
}

function withoutNulls(sent: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  for (const key in sent) {
    // fromEntries defines keys instead of assigning them, so that a key named __proto__ stays a key
    if (sent[key] === null) return Object.fromEntries(Object.entries(sent).filter(([, value]) => value !== null))
  }
  return sent
}

function describe(issue: z.core.$ZodIssue, given: Readonly<Record<string, unknown>>): string {
  const field = issue.path.length === 0 ? '' : `\`${issue.path.map(String).map(plainName).join('.')}\``
  if (issue.code === 'unrecognized_keys') {
    const strangers = issue.keys.slice(0, mostProblems).map((key) => `\`${plainName(key)}\``)
    return `there is no field ${strangers.join(', ')}`
  }
  if (issue.code === 'invalid_type') {
    return isAbsent(issue.path, given) ? `${field} is missing, a ${issue.expected} is needed` : `${field} must be a ${issue.expected}`
  }
  if (issue.code === 'invalid_value')
    return `${field} must be ${issue.values.length === 1 ? '' : 'one of '}${issue.values.map(String).join(', ')}`
  return field === '' ? decapitalised(issue.message) : `${field}: ${decapitalised(issue.message)}`
}

function isAbsent(path: readonly PropertyKey[], given: Readonly<Record<string, unknown>>): boolean {
  const [first] = path
  return path.length === 1 && typeof first === 'string' && !Object.hasOwn(given, first)
}

function decapitalised(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1)
}

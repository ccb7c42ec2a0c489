import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { z } from 'zod'

const auth = z.strictObject({
  audience: z.string(),
  scopes: z.array(z.string()),
  account_ids: z.array(z.string()).optional(),
  email: z.string().optional(),
  email_verified: z.boolean().optional(),
  customer_email_verified: z.boolean().optional(),
})

const scenario = z.strictObject({
  id: z.string(),
  title: z.string(),
  why: z.string().optional(),
  now: z.iso.datetime({ offset: true }),
  auth,
  tool: z.string(),
  args: z.record(z.string(), z.unknown()),
  set: z.record(z.string(), z.unknown()).default({}),
  expect: z.record(z.string(), z.unknown()),
})

const scenarioFile = z.looseObject({ format: z.literal('cx-scenarios/1'), base: z.string(), scenarios: z.array(scenario).min(1) })

const companyFile = z.looseObject({ base: z.record(z.string(), z.unknown()).optional() })

/** Who calls, as the token says it. */
export type ScenarioAuth = z.output<typeof auth>

/** What the backends hold, who asks what at which moment, and what must come back. */
export type Scenario = z.output<typeof scenario>

/** A file of scenarios with the company they play in. */
export interface ScenarioFile {
  readonly file: string
  readonly company: Readonly<Record<string, unknown>>
  readonly scenarios: readonly Scenario[]
}

/** Reads a scenario file (format `cx-scenarios/1`) and the company it names. Throws an `Error` that says what is wrong. */
export async function readScenarios(file: string): Promise<ScenarioFile> {
  const parsed = scenarioFile.safeParse(await readJson(file))
  if (!parsed.success) throw new Error(`${file} is not a scenario file:\n${z.prettifyError(parsed.error)}`)
  const base = resolve(dirname(file), parsed.data.base)
  const company = companyFile.safeParse(await readJson(base))
  if (!company.success) throw new Error(`${base} does not hold a company:\n${z.prettifyError(company.error)}`)
  return { file, company: company.data.base ?? company.data, scenarios: parsed.data.scenarios }
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as unknown
  } catch (cause) {
    throw new Error(`${file} cannot be read as JSON`, { cause })
  }
}

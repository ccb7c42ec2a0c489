import type { Line } from './line.ts'

/** What a statement may be given. */
export type Parameter = string | number | null

/** A statement with its parameters, numbered from `?1`, or a line for the end of the chain. */
export type Step = { readonly sql: string; readonly parameters: readonly Parameter[] } | { readonly line: Line }

/** What became of a step. */
export interface StepDone {
  readonly rows: readonly Readonly<Record<string, unknown>>[]
  /** Rows that were changed. */
  readonly changes: number
}

/**
 * A work on the record, statement by statement. What it is made of knows neither whether an engine answers at once or later, nor how lines are
 * added; the engine runs it from begin to end inside one transaction of its own.
 */
export type Steps<Result> = Generator<Step, Result, StepDone>

/** One statement. */
export function* run(sql: string, ...parameters: readonly Parameter[]): Steps<StepDone> {
  return yield { sql, parameters }
}

/** The first row of a statement. */
export function* first(sql: string, ...parameters: readonly Parameter[]): Steps<Readonly<Record<string, unknown>> | undefined> {
  const { rows } = yield { sql, parameters }
  return rows[0]
}

/** Adds a line to the end of the chain. */
export function* append(line: Line): Steps<void> {
  yield { line }
}

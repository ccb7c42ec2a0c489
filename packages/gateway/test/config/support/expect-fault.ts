import { expect } from 'vitest'
import { loadWith, type Edit, type Loaded } from './load.ts'

/** A fault that must come of some changes: the only one, at the mark. */
export interface Expected {
  readonly where: string
  readonly what: RegExp
  readonly hint?: RegExp
}

/** What came of some changes, as far as {@link faultAt} describes it. */
export async function outcomeOf(edits: readonly Edit[]): Promise<Pick<Loaded, 'config' | 'errors' | 'marks'>> {
  const { config, errors, marks } = await loadWith(edits)
  return { config, errors, marks }
}

/** Nothing to start with, and exactly this error at the file, line and column of the mark. */
export function faultAt({ marks: [mark] }: Pick<Loaded, 'marks'>, { where, what, hint }: Expected): object {
  const words = { what: expect.stringMatching(what), ...(hint ? { hint: expect.stringMatching(hint) } : {}) }
  return { config: undefined, errors: [{ severity: 'error', ...mark, where, ...words }] }
}

import { expect, test } from 'vitest'
import { faultAt, outcomeOf, type Expected } from './expect-fault.ts'
import type { Edit } from './load.ts'

/** One edit of the sound files, and the one fault it must give. */
export type Case = readonly [title: string, edit: Edit, expected: Expected]

/** A test per case: the edit gives its fault, at its place, and no other. */
export function cases(list: readonly Case[]): void {
  test.each(list)('%s', async (_title, edit, expected) => {
    const outcome = await outcomeOf([edit])
    expect(outcome).toMatchObject(faultAt(outcome, expected))
    expect(outcome.errors).toHaveLength(1)
  })
}

import type { FactName } from '../../src/index.ts'
import type { ReadFact } from '../../src/route/condition.ts'
import { emptyFact, given, unknownFact } from '../../src/facts/fact.ts'

/** A fact that could not be read. */
export const unread = Symbol('unread')

/** Facts by name; what is not listed is empty. */
export function facts(known: Readonly<Partial<Record<FactName, unknown>>>): ReadFact {
  return (name) => {
    const value = known[name]
    if (value === unread) return unknownFact
    return value === undefined ? emptyFact : given(value, 'test')
  }
}

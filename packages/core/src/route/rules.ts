import type { Rule } from '../policy.ts'
import type { Run } from '../run.ts'
import type { ReadFact } from './condition.ts'

/** The first rule that fits. Rules that cannot be decided are noted and passed over. `undefined` when none fits. */
export function firstFittingRule(run: Run, rules: readonly Rule[], read: ReadFact): Rule | undefined {
  for (const rule of rules) {
    const truth = rule.when ? rule.when.test(read) : true
    if (truth === true) return rule
    if (truth === 'unknown') run.undecidedRules.push(rule.id)
  }
  return undefined
}

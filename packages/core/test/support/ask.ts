import type { SnapshotEntry } from '@cx-concierge/contract'
import { decide, type Decision, type Need, type Policy, type Question } from '../../src/index.ts'
import type { Changes } from './company.ts'
import { agent } from './callers.ts'
import { friday, northwind } from './northwind.ts'
import { snapshotWith } from './snapshot.ts'

/** Under which rules and at which moment a question is asked. */
export interface Circumstances {
  readonly policy?: Policy
  readonly now?: number
}

/** A whole question from what a test cares about. */
export const question = (about: Partial<Question>): Question => ({
  tool: 'get_escalation_contact',
  caller: agent,
  topic: 'general',
  ...about,
})

/** The decision when the company answers everything at once. */
export function ask(about: Partial<Question>, changes: Changes = {}, { policy = northwind(), now = friday }: Circumstances = {}): Decision {
  const decided = decide(question(about), snapshotWith(changes, now), policy, now)
  if (decided.state !== 'decided') throw new Error('asked for something although everything was answered')
  return decided.decision
}

/** The decision when answers arrive round by round, with what was asked for in each. */
export function askInRounds(about: Partial<Question>, changes: Changes = {}, { policy = northwind(), now = friday }: Circumstances = {}) {
  const everything = snapshotWith(changes, now)
  const known = new Map<string, SnapshotEntry>()
  const rounds: (readonly Need[])[] = []
  for (;;) {
    const decided = decide(question(about), { get: (...need) => known.get(need.join('|')) }, policy, now)
    if (decided.state === 'decided') return { decision: decided.decision, rounds }
    rounds.push(decided.needs)
    for (const { source, lookup, key } of decided.needs) {
      const entry = everything.get(source, lookup, key)
      if (entry) known.set([source, lookup, key].join('|'), entry)
    }
    if (rounds.length > 20) throw new Error('goes round in circles')
  }
}

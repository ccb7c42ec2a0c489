import type { ConsideredCandidate, UsedFact } from '@cx-concierge/contract'
import type { Grant } from './access.ts'
import type { Fact } from './facts/fact.ts'
import type { Policy } from './policy.ts'
import type { Question } from './question.ts'
import { Reader } from './reader.ts'
import type { Snapshot } from './snapshot.ts'

/** One run of the decision: what it reads from and what it notes on the way. Thrown away when anything was lacking. */
export class Run {
  readonly question: Question
  readonly policy: Policy
  readonly now: number
  readonly reader: Reader
  /** What the caller may ask; `undefined`: nothing. */
  readonly grant: Grant | undefined
  readonly flags = new Set<string>()
  readonly facts = new Map<string, UsedFact>()
  readonly considered: ConsideredCandidate[] = []
  readonly skipped: [step: string, reason: string][] = []
  readonly undecidedRules: string[] = []
  readonly stale = new Set<string>()
  readonly missing = new Set<string>()
  /** For the audit record only; never for the answer. */
  readonly auditFlags = new Set<string>()
  /** When the oldest old fact that was used had been read. */
  oldestStaleAt: number | undefined

  constructor(
    question: Question,
    snapshot: Snapshot,
    policy: Policy,
    now: number,
    grant = policy.access.get(question.tool)?.[question.caller.audience],
  ) {
    this.question = question
    this.policy = policy
    this.now = now
    this.grant = grant
    this.reader = new Reader(snapshot)
  }

  /** Notes that a fact had a part in the decision. */
  use<Value>(name: string, fact: Fact<Value>): Fact<Value> {
    if (this.facts.has(name)) return fact
    if (fact.state !== 'known') {
      this.facts.set(name, { value: null, state: fact.state })
      return fact
    }
    if (fact.age === 'stale') {
      this.stale.add(name)
      if (fact.readAt !== undefined) this.oldestStaleAt = Math.min(this.oldestStaleAt ?? fact.readAt, fact.readAt)
    }
    this.facts.set(name, {
      value: fact.value,
      source: fact.source,
      state: fact.age,
      ...(fact.readAt === undefined ? {} : { read_at: new Date(fact.readAt).toISOString() }),
      ...(fact.lowerSource ? { lower_source: true as const } : {}),
    })
    return fact
  }
}

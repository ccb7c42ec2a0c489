import { hash } from 'node:crypto'
import type { Caller } from '@cx-concierge/contract'
import { LRUCache } from 'lru-cache'
import type { Decision } from '../decision.ts'
import { agesOf, type Policy } from '../policy.ts'
import type { Question } from '../question.ts'
import type { ReadEntry } from '../snapshot.ts'
import { answeringFor } from './answering.ts'
import { expiryOf } from './expiry.ts'
import type { Source } from './source.ts'

/**
 * Remembers decisions. Deciding is pure, so a decision holds for as long as everything it was made of is the same: the
 * question, every answer it read, and the minute (hours, leave and ages are told by the minute).
 */
export interface DecisionMemory {
  find(question: Question, now: number): Decision | undefined
  keep(question: Question, decision: Decision, read: readonly ReadEntry[], now: number): void
}

interface Kept {
  readonly decision: Decision
  readonly read: readonly ReadEntry[]
  readonly from: number
  readonly until: number
}

const mostKept = 5_000
const minuteMs = 60_000

/** A memory for one policy over these sources. */
export function createDecisionMemory(policy: Policy, sources: ReadonlyMap<string, Source>): DecisionMemory {
  const kept = new LRUCache<string, Kept>({ max: mostKept })
  const freshestMs = Math.min(
    policy.freshness.default.freshMs,
    ...[...policy.freshness.facts.keys()].map((fact) => agesOf(policy, fact).freshMs),
  )
  const lastsUntil = ([source, lookup, , entry]: ReadEntry): number => {
    if (entry.state !== 'answered' || entry.refreshFailed !== undefined) return 0
    const freshMs = sources.get(source)?.ages(lookup).freshMs ?? 0
    return Math.min(entry.readAt + (lookup === 'accounts' ? Math.min(freshMs, freshestMs) : freshMs), expiryOf(entry.value) ?? Infinity)
  }
  const asCallers = [...sources.values()].flatMap(({ as }) => (as ? [as] : []))
  /** `undefined` where it cannot be said whose credentials a system would be read with. */
  const printOf = (question: Question): string | undefined => {
    let print = fingerprint(question)
    for (const as of asCallers) {
      const whose = as(question.caller).whose()
      if (whose === undefined) return undefined
      print += `\n${whose}`
    }
    return print
  }
  return {
    find: (question, now) => {
      const print = printOf(question)
      const known = print === undefined ? undefined : kept.get(print)
      if (!known || now < known.from || now >= known.until) return undefined
      for (const [source, lookup, key, entry] of known.read)
        if (!answeringFor(sources.get(source), question.caller)?.holds(lookup, key, entry)) return undefined
      return known.decision
    },
    keep: (question, decision, read, now) => {
      const endOfMinute = (Math.floor(now / minuteMs) + 1) * minuteMs
      const until = read.reduce((soonest, entry) => Math.min(soonest, lastsUntil(entry)), endOfMinute)
      const print = printOf(question)
      if (until > now && print !== undefined) kept.set(print, { decision, read, from: now, until })
    },
  }
}

/** Everything of a question a decision can depend on. */
function fingerprint(question: Question): string {
  const { tool, accountId = '', email = '', topic, language = '', roles } = question
  return `${tool}\n${accountId}\n${email}\n${topic}\n${language}\n${roles?.join(',') ?? ''}\n${standing(question.caller)}`
}

const standings = new WeakMap<Caller, string>()

/** What a caller may see, apart from who they are. */
function standing(caller: Caller): string {
  let known = standings.get(caller)
  if (known === undefined) {
    const { audience, accountIds, regions, email, emailVerified, customerVerified, scopes } = caller
    const print = JSON.stringify([
      audience,
      accountIds ?? null,
      regions ?? null,
      email ?? null,
      emailVerified,
      customerVerified,
      [...scopes].toSorted(),
    ])
    // short, since it is a part of every key
    known = hash('sha256', print, 'base64')
    standings.set(caller, known)
  }
  return known
}

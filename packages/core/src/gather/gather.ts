import { ConciergeError, type ErrorCode, type LookupName, type SnapshotEntry } from '@cx-concierge/contract'
import { decide } from '../decide/decide.ts'
import type { Decision } from '../decision.ts'
import type { Policy } from '../policy.ts'
import type { Question } from '../question.ts'
import { needId, type Need } from '../snapshot.ts'
import { answeringFor, type Answering } from './answering.ts'
import type { Clock } from './clock.ts'
import type { DecisionMemory } from './decision-memory.ts'
import type { Observer } from './observer.ts'
import type { Source } from './source.ts'

/** What answering needs. */
export interface GatherParts {
  readonly policy: Policy
  readonly sources: ReadonlyMap<string, Source>
  readonly clock: Clock
  readonly observe: Observer
  readonly memory: DecisionMemory
  /** From the question to the decision, at most. */
  readonly deadlineMs: number
}

/** A round may take this share of the time that is left, so that a slow source never takes the next round's time too. */
const shareOfRound = 0.6
/** With less time left than this nothing more is asked. */
const tooLateMs = 30
const mostRounds = 8

/** The decision that was made on the same question, while everything it was made of is still the same. Costs no waiting. */
export function recallDecision(question: Question, { clock, memory, observe }: GatherParts): Decision | undefined {
  const started = clock.monotonic()
  const again = memory.find(question, clock.now())
  if (again) observe({ kind: 'decision', rounds: 0, ms: clock.monotonic() - started, late: false })
  return again
}

/**
 * Asks `decide`, fetches what it lacks all at once, and asks again, until there is a decision or the time is nearly up;
 * then whatever is still lacking counts as unknown. `asking` is told once, before anything is asked of a source. Throws `CALLER_GONE` when the
 * caller's signal aborts.
 */
export async function gather(question: Question, parts: GatherParts, signal?: AbortSignal, asking?: () => void): Promise<Decision> {
  const { policy, sources, clock } = parts
  const started = clock.monotonic()
  const now = clock.now()
  /** Aborts when the caller hangs up while something is asked for them; not later, when requests go on for the memory. */
  const leaving = new AbortController()
  const known = new Map<string, SnapshotEntry>()
  const failed = new Map<string, ErrorCode>()
  const answering = (name: string): Answering | undefined => answeringFor(sources.get(name), question.caller)
  const snapshot = {
    get: (source: string, lookup: LookupName, key: string): SnapshotEntry | undefined => {
      const id = needId(source, lookup, key)
      const entry = known.get(id)
      if (entry) return entry
      const peeked = answering(source)?.peek(lookup, key)
      if (peeked) known.set(id, peeked)
      return peeked
    },
  }

  for (let round = 0; ; round += 1) {
    const decided = decide(question, snapshot, policy, now)
    if (decided.state === 'decided') {
      parts.memory.keep(question, decided.decision, decided.read, now)
      const ms = clock.monotonic() - started
      parts.observe({ kind: 'decision', rounds: round, ms, late: ms > parts.deadlineMs })
      return decided.decision
    }
    const leftMs = parts.deadlineMs - (clock.monotonic() - started)
    const giveUp = leftMs < tooLateMs || round >= mostRounds
    if (round === 0) asking?.()
    await fetchAll(decided.needs, giveUp ? 0 : leftMs * shareOfRound, { answering, known, failed, signal, leaving })
  }
}

interface Fetching {
  /** A source as far as the caller can have it. */
  readonly answering: (source: string) => Answering | undefined
  readonly known: Map<string, SnapshotEntry>
  /** Sources that failed in this call; they are not asked again in it. */
  readonly failed: Map<string, ErrorCode>
  readonly signal: AbortSignal | undefined
  readonly leaving: AbortController
}

async function fetchAll(needs: readonly Need[], budgetMs: number, fetching: Fetching): Promise<void> {
  const { answering, known, failed, signal, leaving } = fetching
  const loads: Promise<void>[] = []
  for (const need of needs) {
    const source = answering(need.source)
    const id = needId(need.source, need.lookup, need.key)
    const code = source ? (budgetMs <= 0 ? 'BACKEND_TIMEOUT' : failed.get(need.source)) : 'CONNECTOR_UNKNOWN'
    if (code !== undefined || !source) {
      known.set(id, recalled(source, need, code ?? 'CONNECTOR_UNKNOWN'))
      continue
    }
    loads.push(
      source.load(need.lookup, need.key, leaving.signal).then((entry) => {
        // An answer that comes after the round was closed must not change what has been decided on.
        if (known.has(id)) return
        known.set(id, entry)
        if (entry.state === 'unknown') failed.set(need.source, entry.code)
      }),
    )
  }
  if (loads.length === 0) return
  await withinTime(Promise.all(loads), budgetMs, { signal, leaving })
  for (const need of needs) {
    const id = needId(need.source, need.lookup, need.key)
    if (known.has(id)) continue
    known.set(id, recalled(answering(need.source), need, 'BACKEND_TIMEOUT'))
    failed.set(need.source, 'BACKEND_TIMEOUT')
  }
}

/** A system that cannot be asked now may have answered before. */
const recalled = (source: Answering | undefined, { lookup, key }: Need, code: ErrorCode): SnapshotEntry =>
  source?.recall(lookup, key, code) ?? { state: 'unknown', code }

function withinTime(work: Promise<unknown>, budgetMs: number, { signal, leaving }: Pick<Fetching, 'signal' | 'leaving'>): Promise<void> {
  return new Promise<void>((resolve, reject) => {
    const leave = (): void => {
      finish(() => reject(new ConciergeError('CALLER_GONE', 'the caller hung up')))
      leaving.abort()
    }
    const timer = setTimeout(() => finish(resolve), budgetMs)
    const finish = (settle: () => void): void => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', leave)
      settle()
    }
    if (signal?.aborted) leave()
    signal?.addEventListener('abort', leave, { once: true })
    void work.then(() => finish(resolve))
  })
}

import { ConciergeError, type Caller, type DecisionBody } from '@cx-concierge/contract'
import {
  createDecisionMemory,
  gather,
  mayKnow,
  newDecisionId,
  recallDecision,
  snapshotOf,
  type Clock,
  type Observer,
  type Question,
  type Source,
} from '@cx-concierge/core'
import type { BegunCall, Entry, Store } from '@cx-concierge/store'
import type { Config } from '../config/load-config.ts'
import type { Speaker } from '../gate/checks.ts'
import type { OutputGate } from '../gate/output-gate.ts'
import type { ReadyReport } from '../http/health-routes.ts'
import type { CountAccount, PreparedReply, ToolCall, ToolReply, TooSoon } from '../mcp/tool.ts'
import { prepareAnswer, type DecisionSpeaker } from './prepared-answer.ts'
import { auditOf, beginningOf, entryOf, type KeyedHash, type NotedCall } from './record-call.ts'
import { withRedirectMemory, type Redirects } from './redirect-memory.ts'
import { sayUnrecorded } from './unrecorded.ts'

/** What a desk is made of. */
export interface DeskParts {
  readonly config: Config
  /** Every configured system, connected. Whoever connected them closes them. */
  readonly sources: ReadonlyMap<string, Source>
  readonly redirects: Redirects
  readonly store: Store
  readonly clock: Clock
  readonly hash: KeyedHash
  readonly observe: Observer
  readonly gate: OutputGate
  /** From the question to the answer, at most. */
  readonly deadlineMs: number
}

/** A decision as it was recorded. */
export interface Explained {
  readonly id: string
  readonly at: number
  readonly body: DecisionBody
  readonly auditFlags: readonly string[]
}

/** The desk: answers questions by the company's rules, and leaves a record of each. */
export interface Desk {
  /**
   * Decides, counts the call for the account, records durably, then answers; with the last resort when the answer must not be sent. Throws `CALLER_GONE`,
   * and `RECORD_NOT_WRITTEN` unless access.yaml says to answer all the same; the answer then says so. A call that came too soon is left to be recorded
   * as one.
   */
  answer(question: Question, call: ToolCall, count: CountAccount, speaker: DecisionSpeaker): Promise<ToolReply | PreparedReply | TooSoon>
  /** A recorded decision that this caller may know of. */
  explain(decisionId: string, caller: Caller): Promise<Explained | undefined>
  /** Records a call that came to no decision. Throws `RECORD_NOT_WRITTEN`. */
  note(ended: NotedCall): Promise<void>
  /** Answers a call that needs no decision: the reply is judged first, then recorded, then given. Throws as `answer` does, and `ANSWER_WITHHELD`. */
  reply(ended: NotedCall, speaker: Speaker, reply: ToolReply): Promise<ToolReply | PreparedReply>
  readonly sources: ReadonlyMap<string, Source>
  ready(): Promise<ReadyReport>
}

/** Opens a desk over a configuration and the systems it names. */
export function openDesk(parts: DeskParts): Desk {
  const { config, redirects, store, clock, hash, observe, gate, deadlineMs } = parts
  const sources = new Map(parts.sources)
  const authority = sources.get(config.policy.identify.authority)
  if (authority) sources.set(authority.name, withRedirectMemory(authority, redirects))
  const memory = createDecisionMemory(config.policy, sources)
  const gathering = { policy: config.policy, sources, clock, observe, memory, deadlineMs }

  const canonical = config.policy.sources.get(config.policy.identify.authority)?.accountId
  const names = { hash, accountId: (typed: string) => canonical?.(typed) }
  const begun = new WeakMap<ToolCall, BegunCall>()
  const answersUnrecorded = config.access.audit.when_it_cannot_be_written === 'answer_and_say'

  const begin = (question: Question, call: ToolCall, at: number): void => {
    const beginning = beginningOf(question, call, at, names)
    begun.set(call, beginning)
    store.begin(beginning)
  }
  const write = (entry: Entry, hasBegun: boolean): Promise<void> => (hasBegun ? store.end(entry) : store.record(entry))
  const notWritten = (error: unknown): ConciergeError =>
    ConciergeError.is(error) ? error : new ConciergeError('RECORD_NOT_WRITTEN', 'the call could not be recorded', { cause: error })
  const noteOf = (ended: NotedCall): [Entry, boolean] => {
    const beginning = begun.get(ended.call)
    const at = beginning?.at ?? clock.now() - Math.round(ended.durationMs)
    return [{ audit: auditOf({ ...ended, id: beginning?.id, at }) }, beginning !== undefined]
  }
  /** Whether it was recorded; throws when it was not and had to be. */
  const recorded = async (entry: Entry, hasBegun: boolean): Promise<boolean> => {
    try {
      await write(entry, hasBegun)
      return true
    } catch (error) {
      if (answersUnrecorded) return false
      throw notWritten(error)
    }
  }

  return {
    sources,
    answer: async (question, call, count, speaker) => {
      const at = clock.now()
      const started = clock.monotonic()
      const decision =
        recallDecision(question, gathering) ?? (await gather(question, gathering, call.signal, () => begin(question, call, at)))
      const verdict = decision.accountId === undefined ? undefined : count(decision.accountId)
      const refused = verdict instanceof Promise ? await verdict : verdict
      if (refused) return { tooSoon: refused }
      const decisionId = newDecisionId(at)
      const answer = prepareAnswer(decision, { speaker, gate, policy: config.policy })
      const id = begun.get(call)?.id
      const decided = { id, question, call, decision, decisionId, answer, at, durationMs: clock.monotonic() - started }
      const kept = await recorded(entryOf(decided, config.policy.change, names), id !== undefined)
      return kept ? { result: answer.result(decisionId) } : sayUnrecorded(answer.reply(decisionId))
    },
    explain: async (decisionId, caller) => {
      const found = await store.decided(decisionId)
      if (!found) return undefined
      const { at, flags } = found.audit
      const body = JSON.parse(found.body) as DecisionBody
      const known = { accountId: body.account_id, snapshot: snapshotOf(body.snapshot), at }
      return mayKnow(caller, 'explain_routing', known, config.policy) ? { id: decisionId, at, body, auditFlags: flags } : undefined
    },
    note: async (ended) => {
      await write(...noteOf(ended)).catch((error: unknown) => Promise.reject(notWritten(error)))
    },
    reply: async (ended, speaker, reply) => {
      const result = gate.pass(speaker, reply)
      const kept = await recorded(...noteOf(ended))
      return kept ? { result, ...(reply.isError ? { isError: true as const } : {}) } : sayUnrecorded(reply)
    },
    ready: async () => {
      const recording = await store.probe()
      const parts = [...sources.values()].map((source) => [source.name, source.state() === 'closed' ? 'ok' : 'degraded'] as const)
      // systems that are down make answers poorer; without records there are no answers
      const waiting = store.stats().spool?.waiting ?? 0
      const keeping = waiting === 0 ? 'ok' : 'degraded'
      return { ready: recording, parts: { ...Object.fromEntries(parts), store: recording ? keeping : 'down' } }
    },
  }
}

import type { Caller } from '@cx-concierge/contract'
import type { Decision, Question } from '@cx-concierge/core'
import type { AuditRecord, BegunCall, Entry } from '@cx-concierge/store'
import type { ToolCall } from '../mcp/tool.ts'
import { randomHex } from '../random-hex.ts'
import type { PreparedAnswer } from './prepared-answer.ts'

/** Turns an address into what may be kept of it. */
export type KeyedHash = (text: string) => string

/** How a customer's names are written down. */
export interface KeptNames {
  readonly hash: KeyedHash
  /** The one spelling of an account's id, so that it is found and forgotten however it was typed; `undefined` for what is no id. */
  readonly accountId: (typed: string) => string | undefined
}

/** A decided call, to be recorded. */
export interface DecidedCall {
  /** Of the record that says that it began; absent when there is none. */
  readonly id: string | undefined
  readonly question: Question
  readonly call: ToolCall
  readonly decision: Decision
  readonly decisionId: string
  readonly answer: PreparedAnswer
  /** Epoch milliseconds at which it was asked: what the decision was made by. */
  readonly at: number
  readonly durationMs: number
}

/** The records a decided call leaves: who asked what and what came of it, and everything the decision was made of. */
export function entryOf(decided: DecidedCall, configChange: string, names: KeptNames): Entry {
  const { id, question, call, decision, decisionId, answer, at, durationMs } = decided
  const input = keptInput(question, names)
  const hashed = input['email']
  const customer = decision.accountId === undefined ? hashed && `email:${hashed}` : `account:${decision.accountId}`
  const audit: Writable<AuditRecord> = auditOf({ id, tool: question.tool, call, input, result: answer.outcome, at, durationMs })
  audit.decisionId = decisionId
  audit.flags = decision.auditFlags
  if (customer !== undefined) audit.customer = customer
  if (answer.cardHash !== undefined) audit.cardHash = answer.cardHash
  return { audit, decision: { configChange, body: answer.body } }
}

/** The record that a call has begun. */
export function beginningOf(question: Question, call: ToolCall, at: number, names: KeptNames): BegunCall {
  return begunOf(randomHex(), question.tool, call, keptInput(question, names), at)
}

/** A call that ended, in a form that may be kept. */
export interface EndedCall {
  /** Of the record that says that it began; absent when there is none. */
  readonly id?: string | undefined
  readonly tool: string
  readonly call: ToolCall
  readonly input: Readonly<Record<string, string>>
  readonly result: string
  readonly outcome?: AuditRecord['outcome']
  /** Epoch milliseconds at which it was asked: what the decision was made by. */
  readonly at: number
  readonly durationMs: number
}

/** A call that ended, before the desk says when it began. */
export type NotedCall = Omit<EndedCall, 'at' | 'id'>

/** The audit record of a call. */
export function auditOf({ id = randomHex(), tool, call, input, result, outcome = 'answered', at, durationMs }: EndedCall): AuditRecord {
  // added to in place: every call pays for a copy
  const audit: BegunCall & Partial<Writable<AuditRecord>> = begunOf(id, tool, call, input, at)
  return Object.assign(audit, {
    result,
    outcome,
    confirmationState: 'not_needed' as const,
    flags: [],
    durationMs: Math.round(durationMs * 10) / 10,
  })
}

type Writable<Kind> = { -readonly [Part in keyof Kind]: Kind[Part] }

function begunOf(id: string, tool: string, call: ToolCall, input: BegunCall['input'], at: number): BegunCall {
  const { caller } = call
  return {
    id,
    at,
    traceId: call.traceId,
    issuer: caller.issuer,
    subject: caller.subject,
    client: call.client === undefined ? caller.client : `${call.client} (${caller.client})`,
    audience: caller.audience,
    tool: `${tool}@1`,
    input,
    scopes: scopesOf(caller),
  }
}

const scopes = new WeakMap<Caller, readonly string[]>()

/** A caller's scopes as a list, made once. */
function scopesOf(caller: Caller): readonly string[] {
  let listed = scopes.get(caller)
  if (listed === undefined) scopes.set(caller, (listed = [...caller.scopes]))
  return listed
}

function keptInput(question: Question, { hash, accountId }: KeptNames): Record<string, string> {
  const input: Record<string, string> = {}
  if (question.accountId !== undefined) input['account_id'] = accountId(question.accountId) ?? question.accountId
  if (question.email !== undefined) input['email'] = hash(question.email)
  if (question.topic !== 'general') input['topic'] = question.topic
  if (question.language !== undefined) input['preferred_language'] = question.language
  if (question.roles !== undefined) input['roles'] = question.roles.join(',')
  return input
}

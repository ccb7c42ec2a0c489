import { createHash, randomUUID } from 'node:crypto'
import type { Decision, Question } from '@cx-concierge/core'
import type { AuditRecord, Entry } from '@cx-concierge/store'
import type { ToolCall } from '../mcp/tool.ts'

/** What a call was about, in a form that may be kept. */
export interface CallFacts {
  readonly tool: string
  readonly call: ToolCall
  readonly question?: Question
  readonly input: Readonly<Record<string, string>>
  readonly result: string
  readonly outcome: AuditRecord['outcome']
  readonly endedAt: number
  readonly durationMs: number
}

/** Turns an address into what may be kept of it. */
export type KeyedHash = (text: string) => string

/** The records a decided call leaves: who asked what and what came of it, and everything the decision was made of. */
export function entryOf(facts: CallFacts, decision: Decision, decisionId: string, configChange: string, hash: KeyedHash): Entry {
  const customer =
    decision.accountId === undefined ? facts.question?.email && `email:${hash(facts.question.email)}` : `account:${decision.accountId}`
  return {
    audit: {
      ...auditOf(facts),
      decisionId,
      ...(customer ? { customer } : {}),
      flags: decision.auditFlags,
      ...(decision.contact === undefined ? {} : { cardHash: cardHash(decision.contact) }),
    },
    decision: { id: decisionId, at: facts.endedAt, tool: facts.tool, configChange, body: JSON.stringify(decision.body) },
  }
}

/** The record of a call that ended without a decision. */
export function auditOf(facts: CallFacts): AuditRecord {
  const { call } = facts
  return {
    id: randomUUID(),
    at: facts.endedAt,
    traceId: call.traceId,
    subject: call.caller.subject,
    client: call.client === undefined ? call.caller.client : `${call.client} (${call.caller.client})`,
    audience: call.caller.audience,
    tool: `${facts.tool}@1`,
    input: facts.input,
    result: facts.result,
    outcome: facts.outcome,
    confirmationState: 'not_needed',
    scopes: [...call.caller.scopes],
    flags: [],
    durationMs: Math.round(facts.durationMs * 10) / 10,
  }
}

const cardHash = (card: unknown): string => createHash('sha256').update(JSON.stringify(card)).digest('base64url').slice(0, 22)

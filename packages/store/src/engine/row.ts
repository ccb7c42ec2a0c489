import type { AuditRecord, BegunCall, RefusedTokens } from '../records.ts'
import type { Entry } from '../store.ts'

/** What is written of a call or an event, whichever kind it is. */
export type Written = { readonly kind: 'call' | 'end'; readonly entry: Entry } | Beginning | Refusals
interface Beginning {
  readonly kind: 'begin'
  readonly begun: BegunCall
}
interface Refusals {
  readonly kind: 'refused_tokens'
  readonly refused: RefusedTokens
}

/** A line on its way to the worker. A plain array, because the main thread pays for the copy on every call. */
export type Row = readonly [
  kind: Written['kind'],
  at: number,
  tool: string,
  decisionId: string | null,
  /** The record as JSON, without the persons in it. */
  record: string,
  configChange: string | null,
  /** Of the decision's body. */
  bodyDigest: string | null,
  subject: string | null,
  customer: string | null,
  /** The account and the hashed address that were asked about. */
  accountId: string | null,
  email: string | null,
  /** Of a call in two lines. */
  callId: string | null,
]

// the farthest a date can be, ECMA-262 §21.4.1.1
const farthestMs = 8.64e15

/** The row of what is to be written; the decision's body has this digest. Throws when it is not plain data or its decision has no id. */
export function rowOf(written: Written, bodyDigest: string | null): Row {
  switch (written.kind) {
    case 'begin':
      return callRow('begin', written.begun, null, null)
    case 'refused_tokens': {
      const { at } = written.refused
      checkMoment(at)
      return ['refused_tokens', at, '', null, JSON.stringify(written.refused), null, null, null, null, null, null, null]
    }
    default: {
      const { audit, decision } = written.entry
      if (decision !== undefined && audit.decisionId === undefined) throw new TypeError('the decision has no id')
      return callRow(written.kind, audit, decision?.configChange.toWellFormed() ?? null, bodyDigest)
    }
  }
}

/** All of a record but its persons; a part that is missing here does not compile. */
type Recorded = { readonly [Part in Exclude<keyof Required<AuditRecord>, 'subject' | 'customer'>]: unknown }

function callRow(kind: Row[0], call: BegunCall & Partial<AuditRecord>, configChange: string | null, bodyDigest: string | null): Row {
  const { at, tool, decisionId, subject, customer = null, input } = call
  checkMoment(at)
  const { account_id: accountId = null, email = null, ...asked } = input
  // persons travel beside the record; spelled out, because copying what is there costs more than all the rest
  const { id: callId, traceId, issuer, client, audience, scopes, result, outcome, confirmationState, flags, cardHash, durationMs } = call
  const record = JSON.stringify({
    id: callId,
    at,
    decisionId,
    traceId,
    issuer,
    client,
    audience,
    tool,
    input: asked,
    scopes,
    result,
    outcome,
    confirmationState,
    flags,
    cardHash,
    durationMs,
  } satisfies Recorded)
  const id = decisionId?.toWellFormed() ?? null
  const inTwo = kind === 'call' ? null : callId
  return [kind, at, tool.toWellFormed(), id, record, configChange, bodyDigest, subject, customer, accountId, email, inTwo]
}

/** As JSON any other moment would be null, and its record would not say what its column says; nor would it have a month. */
function checkMoment(at: number): void {
  if (!(Math.abs(at) <= farthestMs)) throw new TypeError('the record has no moment')
}

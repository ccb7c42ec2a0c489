import type { DecisionBody } from '@cx-concierge/contract'
import type { AuditRecord } from '@cx-concierge/store'
import type { About } from './about.ts'

/** One thing that is written down. */
export interface KeptData {
  readonly record: 'audit' | 'decision' | 'redirect'
  readonly part: string
  readonly what: string
  readonly about: About
}

type Parts<Record> = { readonly [Part in keyof Required<Record>]: readonly [what: string, about: About] }

// a part that is added to a record and not to this list does not compile

const audit: Parts<AuditRecord> = {
  id: ['number of the record', 'company'],
  at: ['moment of the call', 'caller'],
  decisionId: ['which decision it came to', 'company'],
  traceId: ['trace of the call', 'company'],
  subject: ['subject of the access token', 'caller'],
  client: ['AI client that called', 'caller'],
  audience: ['kind of caller', 'caller'],
  customer: ['account asked about, or a keyed hash of the address', 'customer'],
  tool: ['tool', 'company'],
  input: ['what was asked; addresses as keyed hashes', 'customer'],
  result: ['outcome in a few words', 'company'],
  outcome: ['how the call ended', 'company'],
  confirmationState: ['whether a person had to confirm', 'company'],
  scopes: ['scopes of the access token', 'caller'],
  flags: ['what was noticed', 'company'],
  cardHash: ['hash of the card that was shown', 'company'],
  durationMs: ['how long it took', 'company'],
}

const decision: Parts<DecisionBody> = {
  tool: ['tool', 'company'],
  status: ['how the question ended', 'company'],
  account_id: ['account', 'company'],
  matched_by: ['how the account was found', 'company'],
  topic: ['topic asked about', 'company'],
  language: ['language asked for', 'company'],
  roles: ['roles asked for', 'company'],
  audience: ['kind of caller', 'company'],
  config_change: ['configuration in force', 'company'],
  decision: ['rule, step and reason', 'company'],
  facts: ['facts used: of the account, and who holds which role', 'colleague'],
  considered: ['colleagues looked at, by e-mail, and why not they', 'colleague'],
  skipped: ['steps skipped', 'company'],
  undecided_rules: ['rules that could not be decided', 'company'],
  flags: ['what was noticed', 'company'],
  stale: ['old facts used', 'company'],
  missing: ['what was missing', 'company'],
  snapshot: ['all that was read to decide, but for look-ups by a customer’s address', 'colleague'],
}

const redirect = { from: ['an account that was merged away', 'company'], to: ['the account it went into', 'company'] } as const

/** All that is written down, part by part. */
export const keptData: readonly KeptData[] = Object.entries({ audit, decision, redirect }).flatMap(([record, parts]) =>
  Object.entries(parts).map(([part, [what, about]]): KeptData => ({ record: record as KeptData['record'], part, what, about })),
)

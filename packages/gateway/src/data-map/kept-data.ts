import type { DecisionBody } from '@cx-concierge/contract'
import type { AuditRecord } from '@cx-concierge/store'
import { defined } from '@cx-concierge/core'
import type { Config } from '../config/load-config.ts'
import type { About } from './about.ts'

/** One thing that is written down. */
export interface KeptData {
  readonly record: 'audit' | 'decision' | 'redirect'
  readonly part: string
  readonly what: string
  readonly about: About
  readonly why: string
  /** Milliseconds after which it is removed; absent: it stays. */
  readonly keptMs?: number
}

type Part = Pick<KeptData, 'record' | 'part' | 'what' | 'about'>

type Parts<Record> = { readonly [Part in keyof Required<Record>]: readonly [what: string, about: About] }

// a part that is added to a record and not to this list does not compile

const audit: Parts<AuditRecord> = {
  id: ['number of the record', 'company'],
  at: ['moment of the call', 'caller'],
  decisionId: ['which decision it came to', 'company'],
  traceId: ['trace of the call', 'company'],
  issuer: ['issuer of the access token', 'company'],
  subject: ['subject of the access token, under a pseudonym', 'caller'],
  client: ['AI client that called', 'caller'],
  audience: ['kind of caller', 'caller'],
  customer: ['account asked about, or a keyed hash of the address, under a pseudonym', 'customer'],
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

/** The parts of everything that is written down. */
export const recordParts: readonly Part[] = Object.entries({ audit, decision, redirect }).flatMap(([record, parts]) =>
  Object.entries(parts).map(([part, [what, about]]): Part => ({ record: record as Part['record'], part, what, about })),
)

const reasons: Readonly<Record<KeptData['record'], string>> = {
  audit: 'to answer later who asked what for whom, and how it ended',
  decision: 'to explain a decision, and to make it again under other rules',
  redirect: 'to find an account by its old id after a merge',
}

/** All that is written down, part by part, with how long access.yaml has it kept. */
export function keptData({ access }: Config): readonly KeptData[] {
  const { answered, decisions } = access.audit.keep
  const kept = { audit: answered, decision: decisions, redirect: undefined }
  return recordParts.map((part) => ({ ...part, why: reasons[part.record], ...defined('keptMs', kept[part.record]) }))
}

import type { DecisionBody } from '@cx-concierge/contract'
import type { AuditRecord, BegunCall, RefusedTokens, SignedCheckpoint } from '@cx-concierge/store'
import type { KeyRecord } from '../auth/api-keys/key-file.ts'
import type { LastGood } from '../reload/last-good.ts'
import type { numberFields, wordFields } from '../log.ts'
import type { About } from './about.ts'

/** What each part of a record is, and whom it is about. */
export type Parts<Record> = { readonly [Part in keyof Required<Record>]: readonly [what: string, about: About] }

// a part that is added to a record and not to this list does not compile

/** A call, or its end. */
export const audit: Parts<AuditRecord> = {
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

/** That a call began which has to ask somebody else. */
export const begin: Parts<BegunCall> = {
  id: audit.id,
  at: audit.at,
  traceId: audit.traceId,
  issuer: audit.issuer,
  subject: audit.subject,
  client: audit.client,
  audience: audit.audience,
  tool: audit.tool,
  input: audit.input,
  scopes: audit.scopes,
}

/** Requests that were turned away at the door. */
export const refusedTokens: Parts<RefusedTokens> = {
  at: ['moment of the first', 'company'],
  reason: ['why, from a closed list', 'company'],
  count: ['how many in that second', 'company'],
}

/** A decision, as one text. */
export const decision: Parts<DecisionBody> = {
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

/** A merge that was seen. */
export const redirect = { from: ['an account that was merged away', 'company'], to: ['the account it went into', 'company'] } as const

/** What the store says of itself: lines that were emptied, that somebody was forgotten, a beginning that was cut off. */
export const note = {
  at: ['moment', 'company'],
  why: ['that time was over, or that somebody was forgotten; not who', 'company'],
  runs: ['which lines, and a digest over their links', 'company'],
  decisionsThrough: ['up to which line decisions are gone', 'company'],
  decisionsBefore: ['from before which moment decisions are gone', 'company'],
  through: ['up to which line the beginning was cut off', 'company'],
  signature: ['signature', 'company'],
} as const

/** A signed place in the chain. */
export const checkpoint: Parts<SignedCheckpoint> = {
  seq: ['number of a record', 'company'],
  link: ['its link in the chain', 'company'],
  at: ['moment it was signed', 'company'],
  keyId: ['which key signed it', 'company'],
  signature: ['signature', 'company'],
}

type LogField = (typeof wordFields)[number] | (typeof numberFields)[number] | 'level' | 'time' | 'msg' | 'error'

/** A line of the log, on standard output. */
export const log: { readonly [Field in LogField]: readonly [what: string, about: About] } = {
  level: ['how bad it is', 'company'],
  time: ['moment', 'caller'],
  msg: ['one of our own sentences', 'company'],
  tool: ['tool', 'company'],
  status: ['how the call ended', 'company'],
  era: ['protocol revision', 'company'],
  path: ['way through the desk', 'company'],
  audience: ['kind of caller', 'caller'],
  client: ['AI client that called', 'caller'],
  traceId: ['trace of the call', 'company'],
  reason: ['why it was refused, from a closed list', 'company'],
  part: ['part of the desk', 'company'],
  state: ['its state', 'company'],
  code: ['error code', 'company'],
  source: ['system or issuer, as the configuration names it', 'company'],
  event: ['what happened', 'company'],
  durationMs: ['how long it took', 'company'],
  httpStatus: ['HTTP status', 'company'],
  port: ['port', 'company'],
  count: ['how many', 'company'],
  generation: ['which configuration', 'company'],
  error: ['name, code and places in the code; never a message', 'company'],
}

/** The configuration to start with when the files are bad. */
export const lastGood: Parts<LastGood> = {
  at: ['moment it came into force', 'company'],
  change: ['which change of the files it is', 'company'],
  fingerprint: ['hash of the files', 'company'],
  texts: ['the four files as they were written; people.yaml among them', 'colleague'],
}

/** An API key and who holds it. */
export const apiKey: Parts<KeyRecord> = {
  id: ['number of the key', 'company'],
  subject: ['who holds it', 'caller'],
  client: ['AI client it is for', 'caller'],
  audience: ['kind of caller', 'caller'],
  scopes: ['what it may be used for', 'company'],
  accounts: ['accounts it is bound to', 'company'],
  customer_verified: ['whether its holder vouches for customers', 'company'],
  created: ['moment it was made', 'company'],
  expires: ['moment it ends', 'company'],
  secret: ['salted hash of the key', 'company'],
}

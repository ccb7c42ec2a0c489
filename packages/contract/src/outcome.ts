import { z } from 'zod'
import { Availability, Card } from './card.ts'

/**
 * How a question ended. `ok`: every fact used was fresh. `degraded`: a source was down, a fact was old or a rule could
 * not be decided. The others say why no account's own person is named; each still comes with somebody to contact.
 */
export const statuses = ['ok', 'degraded', 'ambiguous', 'not_found', 'identity_unverified', 'unavailable'] as const

/** One of {@link statuses}. */
export type Status = (typeof statuses)[number]

/** How the account was found. */
export const matches = ['account_id', 'contact_email', 'email_domain'] as const

/** One of {@link matches}. */
export type MatchedBy = (typeof matches)[number]

/** What a customer may be asking about. */
export const topics = ['general', 'technical', 'billing', 'commercial', 'urgent_outage'] as const

/** One of {@link topics}. */
export type Topic = (typeof topics)[number]

const freshness = z.strictObject({ state: z.enum(['fresh', 'stale']), as_of: z.string() })

const common = {
  status: z.enum(statuses),
  account_id: z.string().max(40).optional(),
  matched_by: z.enum(matches).optional(),
  freshness: freshness.optional(),
  agent_message: z.string().max(8000),
  decision_id: z.string(),
  /** What else the reader should know, such as that there is no record of the answer. */
  notice: z.string().max(200).optional(),
}

const candidate = z.strictObject({ account_id: z.string().max(40), name: z.string().max(80).optional() })

/** What `get_escalation_contact` answers. Nothing that is not named here can leave. */
export const EscalationAnswer = z.strictObject({
  ...common,
  contact: Card,
  availability: Availability.optional(),
  covering_for: z.string().max(80).optional(),
  why: z.string().max(200).optional(),
  /** Accounts that fit equally well; staff only. */
  candidates: z.array(candidate).max(5).optional(),
})

/** See the schema of the same name. */
export type EscalationAnswer = z.infer<typeof EscalationAnswer>

/** `vacant`: nobody is assigned. `unknown`: it could not be checked. They are never the same thing. */
export const RoleState = z.enum(['filled', 'vacant', 'unknown'])

const teamMember = z.strictObject({
  state: RoleState,
  ...Card.pick({ name: true, title: true, email: true, booking_url: true }).partial().shape,
})

/** What `get_account_team` answers. */
export const TeamAnswer = z.strictObject({
  ...common,
  team: z.record(z.string(), teamMember).optional(),
  contact: Card.optional(),
  candidates: z.array(candidate).max(5).optional(),
})

/** See the schema of the same name. */
export type TeamAnswer = z.infer<typeof TeamAnswer>

/** How an account is doing, as a word; the number stays inside. */
export const healthWords = ['healthy', 'at_risk', 'churned', 'unknown'] as const

/** What `get_account_health` answers. */
export const HealthAnswer = z.strictObject({
  ...common,
  health: z.enum(healthWords).optional(),
  as_of: z.string().optional(),
  for_agent_only: z.literal(true),
  suggestion: z.string().max(200).optional(),
})

/** See the schema of the same name. */
export type HealthAnswer = z.infer<typeof HealthAnswer>

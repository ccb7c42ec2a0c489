import { EscalationAnswer, HealthAnswer, TeamAnswer, type Card } from '@cx-concierge/contract'
import type { Decision } from '../decision.ts'
import { accountIdShape } from '../identify/account-id.ts'
import { defined } from './defined.ts'

/** One answer in both shapes an agent may read: every fact stands in the text and in the structured content. */
export interface Answer {
  readonly text: string
  readonly structured: Readonly<Record<string, unknown>>
}

/** Puts a decision into the words of `get_escalation_contact`. */
export function escalationAnswer(decision: Decision, decisionId: string): Answer {
  const structured = EscalationAnswer.parse({
    ...head(decision),
    contact: decision.contact,
    ...defined('availability', decision.availability),
    ...defined('covering_for', decision.coveringFor),
    ...defined('why', decision.why),
    ...defined('candidates', decision.candidates),
    ...tail(decision, decisionId),
  })
  const extras = [...contactExtras(structured.contact, decision.message), structured.why && `Why: ${structured.why}.`]
  return { text: withReference(decision, decisionId, extras), structured }
}

/** What of a card the sentence leaves out: said once, after it. */
function contactExtras(contact: Card | undefined, message: string): readonly (string | undefined)[] {
  if (!contact) return []
  const { email, role, timezone, languages, headshot_url: photo } = contact
  return [
    email && !message.includes(email) ? `E-mail: ${email}.` : undefined,
    role && `Role: ${role}.`,
    timezone && `Time zone: ${timezone}.`,
    languages && `Languages: ${languages.join(', ')}.`,
    photo && `Photo: ${photo} .`,
  ]
}

/** Puts a decision into the words of `get_account_team`. */
export function teamAnswer(decision: Decision, decisionId: string): Answer {
  const team =
    decision.team &&
    Object.fromEntries(
      Object.entries(decision.team).map(([role, member]) => [
        role,
        member.state === 'filled' ? { state: 'filled', ...nameAndWays(member.card) } : { state: member.state },
      ]),
    )
  const structured = TeamAnswer.parse({
    ...head(decision),
    ...defined('team', team),
    ...defined('contact', decision.contact),
    ...defined('candidates', decision.candidates),
    ...tail(decision, decisionId),
  })
  return { text: withReference(decision, decisionId, contactExtras(decision.contact, decision.message)), structured }
}

/** A team is a list of names and ways to reach them; whoever wants a whole card asks for the contact. */
const nameAndWays = ({ name, title, email, booking_url: link }: Card): object => ({
  name,
  ...defined('title', title),
  ...defined('email', email),
  ...defined('booking_url', link),
})

/** Puts a decision into the words of `get_account_health`. */
export function healthAnswer(decision: Decision, decisionId: string): Answer {
  const structured = HealthAnswer.parse({
    ...head(decision),
    ...defined('health', decision.health?.word),
    ...defined('as_of', decision.health?.asOf),
    for_agent_only: true,
    ...defined('suggestion', decision.health?.suggestion),
    ...tail(decision, decisionId),
  })
  return { text: withReference(decision, decisionId, []), structured }
}

const head = (decision: Decision): object => ({
  status: decision.status,
  ...defined('account_id', shownId(decision)),
  ...defined('matched_by', decision.matchedBy),
})

/** Absent when a system calls the account by what is no id. */
const shownId = ({ accountId }: Decision): string | undefined =>
  accountId !== undefined && accountIdShape.test(accountId) ? accountId : undefined

const tail = (decision: Decision, decisionId: string): object => ({
  ...defined('freshness', decision.staleSince && { state: 'stale', as_of: momentIso(decision.staleSince) }),
  agent_message: decision.message,
  decision_id: decisionId,
})

function withReference(decision: Decision, decisionId: string, extras: readonly (string | undefined)[]): string {
  const account = decision.accountId === undefined ? '' : ` Account: ${shownId(decision) ?? 'unnamed'}, by ${decision.matchedBy}.`
  const details = [...extras.filter(Boolean), `Status: ${decision.status}.${account} Reference: ${decisionId}`].join(' ')
  return `${decision.message}\n${details}`
}

/** ISO 8601, to the second. */
const momentIso = (epochMs: number): string => `${new Date(epochMs).toISOString().slice(0, 19)}Z`

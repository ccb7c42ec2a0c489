import type { Decision } from '../decision.ts'
import type { Policy, Pool } from '../policy.ts'
import { teamCard } from '../present/card.ts'
import { contactSentence, reasonTexts } from '../present/sentence.ts'

/** What is answered instead of a decision whose answer must not be sent: the desk that is always there, and nothing that a system said. */
export function insteadOf({ auditFlags, body }: Decision, policy: Policy): Decision {
  const contact = teamCard({ policy, flags: new Set() }, policy.pools.get(policy.routing.lastResort) as Pool)
  const availability = { state: 'available' } as const
  const sentence = contactSentence({ card: contact, availability, caveats: ['Say that the records could not be shown.'] })
  const status = 'unavailable'
  const decided = { rule: null, step: null, reason: 'answer_withheld' } as const
  const answered = { status, contact, availability, why: reasonTexts['last_resort'] as string, decided } as const
  const record = { auditFlags, body: { ...body, status, decision: decided, flags: [...body.flags, 'answer_withheld'] } } as const
  return body.tool === 'get_account_health'
    ? { ...answered, ...record, health: { word: 'unknown' }, message: `Health: unknown. ${sentence}` }
    : { ...answered, ...record, message: sentence }
}

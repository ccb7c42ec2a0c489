import { accountIdShape } from '../identify/account-id.ts'
import { cleanText } from '../present/text.ts'
import { attributeOf } from '../facts/account-facts.ts'
import type { Answered } from '../decision.ts'
import type { Identified } from '../identify/identified.ts'
import { mayListCandidates } from '../identify/permission.ts'
import { contactSentence, identitySentences, reasonTexts } from '../present/sentence.ts'
import { personCard, teamCard } from '../present/card.ts'
import { lastResort, walkChain } from '../route/chain.ts'
import type { Run } from '../run.ts'

const mostCandidates = 5
const reasons = { ambiguous: 'account_ambiguous', not_found: 'account_not_found', identity_unverified: 'identity_unverified' } as const

/** The answer when no account can be named: still somebody to contact, and what to ask the customer. */
export function withoutAccount(run: Run, identified: Exclude<Identified, { kind: 'account' }>): Answered {
  if (identified.kind === 'unavailable') return systemsUnavailable(run)
  const desk = lastResort(run).contact
  const contact = desk.kind === 'team' ? teamCard(run, desk.pool) : undefined
  const candidates = identified.kind === 'ambiguous' && mayListCandidates(run) ? named(run, identified.candidates) : undefined
  const list = candidates?.map((one) => `${one.name ?? 'unnamed'} (${one.account_id})`).join(', ')
  return {
    status: identified.kind,
    ...(contact === undefined ? {} : { contact }),
    ...(candidates === undefined ? {} : { candidates }),
    message:
      identitySentences[identified.kind](
        contact ? [contact.name, contact.email, contact.booking_url].filter(Boolean).join(', ') : 'support',
      ) + (!list ? '' : ` Candidates: ${list}.`),
    decided: { rule: null, step: null, reason: reasons[identified.kind] },
  }
}

function named(run: Run, ids: readonly string[]): { account_id: string; name?: string }[] {
  const shown = ids.filter((id) => accountIdShape.test(id))
  if (shown.length < ids.length) run.flags.add('field_rejected:account_id')
  return shown.slice(0, mostCandidates).map((id) => {
    const name = attributeOf(run, id, 'name')
    const cleaned = name.state === 'known' ? cleanText(String(name.value), 'company') : undefined
    if (cleaned && !cleaned.ok) run.flags.add('field_rejected:account_name')
    return { account_id: id, ...(cleaned?.ok ? { name: cleaned.text } : {}) }
  })
}

function systemsUnavailable(run: Run): Answered {
  const choice = walkChain(run, { accountId: undefined, steps: run.policy.routing.whenSystemsAreDown, needAtWorkNow: false })
  const contact =
    choice.contact.kind === 'person' ? personCard(run, choice.contact.person, choice.contact.role) : teamCard(run, choice.contact.pool)
  return {
    status: 'unavailable',
    contact,
    ...(choice.availability === undefined ? {} : { availability: choice.availability }),
    why: reasonTexts['systems_unavailable'] as string,
    message: contactSentence({
      card: contact,
      ...(choice.availability ? { availability: choice.availability } : {}),
      caveats: ['Say that the records could not be checked.'],
    }),
    decided: { rule: null, step: choice.step, reason: 'systems_unavailable' },
  }
}

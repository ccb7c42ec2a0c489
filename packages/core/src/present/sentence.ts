import type { Availability, Card } from '@cx-concierge/contract'
import { momentText } from './moment.ts'

/** What a sentence about a contact is made of. */
export interface Spoken {
  readonly card: Card
  readonly availability?: Availability
  readonly coveringFor?: string | undefined
  /** Sentences about what could not be checked, in order. */
  readonly caveats: readonly string[]
}

/** The words an agent can say about its contact. Holds every fact of the card that a customer would use. */
export function contactSentence({ card, availability, coveringFor, caveats }: Spoken): string {
  const who = card.title === undefined ? card.name : `${card.name}, ${card.title},`
  const parts = [
    coveringFor === undefined
      ? `${who} is the right ${card.kind === 'person' ? 'person' : 'team'}.`
      : `${who} is covering for ${coveringFor}.`,
  ]
  parts.push(...waysToReach(card))
  const when = availability && availabilitySentence(availability, card)
  if (when !== undefined) parts.push(when)
  return [...parts, ...caveats].join(' ')
}

function waysToReach(card: Card): readonly string[] {
  if (card.booking_url !== undefined) return [`Book: ${card.booking_url} .`]
  return card.email === undefined ? [] : [`E-mail: ${card.email}.`]
}

function availabilitySentence(availability: Availability, card: Card): string | undefined {
  const back = availability.next_available_at
  switch (availability.state) {
    case 'available':
      return 'Available now.'
    case 'unknown':
      return card.kind === 'person' ? 'Whether they are at work now could not be checked.' : undefined
    case 'holiday':
    case 'out_of_hours':
    case 'out_of_office':
      return back === undefined ? 'Away now.' : `Away until ${momentText(back)} their time.`
  }
}

/** What an agent is told when no account's own contact can be named. */
export const identitySentences = {
  ambiguous: (support: string) =>
    `Several accounts fit. Ask which company or account ID they mean; do not guess. Until then they can write to ${support}.`,
  not_found: (support: string) =>
    `No account was found. Ask for their account ID or work e-mail and try again. Until then they can write to ${support}.`,
  identity_unverified: (support: string) =>
    `This e-mail address is not verified. Ask the customer to sign in, then ask again; say nothing about whether the company is known. Until then they can write to ${support}.`,
} as const

/** Why this contact, in words that give nothing away about how the account is classed. */
export const reasonTexts: Readonly<Record<string, string>> = {
  owner_dedicated: 'Dedicated contact',
  owner_backup: 'Covering for the dedicated contact',
  next_role: 'Next contact on the account team',
  inherited_from_parent: 'Contact of the parent company',
  named_override: 'Named contact',
  pool: 'Shared team',
  duty: 'On duty now',
  duty_no_owner: 'On duty now',
  duty_owner_away: 'On duty now',
  last_resort: 'Always-on support desk',
  systems_unavailable: 'On duty now; records could not be checked',
}

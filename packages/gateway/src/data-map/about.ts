import type { LookupName } from '@cx-concierge/contract'

/** Whom a piece of data is about: personal data of a colleague or of a customer's person, of the caller, or none at all. */
export type About = 'colleague' | 'customer' | 'caller' | 'company'

const lookups: Readonly<Record<LookupName, About>> = {
  accounts: 'company',
  accountsByNumber: 'company',
  accountsByContact: 'customer',
  accountsByDomain: 'company',
  people: 'colleague',
  coverage: 'colleague',
  headshots: 'colleague',
}

/** Whom an answer, or one part of it, is about: an account is a company, its roles are held by colleagues. */
export const aboutOf = (lookup: LookupName, word: string): About => (word.startsWith('roles.') ? 'colleague' : lookups[lookup])

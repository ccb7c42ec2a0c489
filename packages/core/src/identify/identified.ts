import type { MatchedBy } from '@cx-concierge/contract'

/** Which account the question is about, or why that cannot be said. */
export type Identified =
  | { readonly kind: 'account'; readonly id: string; readonly matchedBy: MatchedBy }
  | { readonly kind: 'ambiguous'; readonly candidates: readonly string[] }
  | { readonly kind: 'not_found' | 'identity_unverified' | 'unavailable' }

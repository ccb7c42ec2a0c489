import type { Caller } from '@cx-concierge/contract'

/** A customer who asks through an assistant and has no scopes. */
export const jane: Caller = {
  issuer: 'https://login.example',
  subject: 'jane',
  client: 'assistant',
  audience: 'customer',
  scopes: new Set(),
  emailVerified: true,
  customerVerified: false,
}

import type { Caller } from '@cx-concierge/contract'

/** Northwind's own agent platform, which vouches for the customers it speaks for. */
export const agent: Caller = {
  issuer: 'https://login.example',
  subject: 'web-chat',
  client: 'acme-web-chat',
  audience: 'service',
  scopes: new Set(['cx.route', 'cx.route.any', 'cx.team.read', 'crm.health.read']),
  emailVerified: false,
  customerVerified: true,
}

/** A colleague asking for themselves. */
export const colleague: Caller = { ...agent, subject: 'sam', client: 'desk-tool', audience: 'internal', customerVerified: false }

/** A customer's own assistant, bound to these accounts. */
export const customer = (accountIds: readonly string[] | undefined, email?: string): Caller => ({
  issuer: 'https://login.example',
  subject: 'jane',
  client: 'their-assistant',
  audience: 'customer',
  scopes: new Set(['cx.route']),
  emailVerified: email !== undefined,
  customerVerified: false,
  ...(accountIds === undefined ? {} : { accountIds }),
  ...(email === undefined ? {} : { email }),
})

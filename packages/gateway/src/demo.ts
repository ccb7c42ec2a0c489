import { ConciergeError, type Caller } from '@cx-concierge/contract'
import type { Authenticate } from './auth/authenticate.ts'
import { readCredentials } from './auth/credentials.ts'

const caller = (subject: string, rest: Omit<Caller, 'issuer' | 'subject' | 'client' | 'scopes'>, scopes: readonly string[]): Caller => ({
  issuer: 'demo',
  subject,
  client: subject,
  scopes: new Set(scopes),
  ...rest,
})

/**
 * The demo's callers, by their tokens: a customer's own assistant, the company's agent platform, a colleague. Everybody
 * knows these tokens: they must never work outside the demo.
 */
const demoCallers: ReadonlyMap<string, Caller> = new Map([
  [
    'demo-customer',
    caller(
      'demo-customer',
      {
        audience: 'customer',
        accountIds: ['001NwAcmeRobot1IRA'],
        email: 'jane.doe@acme-robotics.example',
        emailVerified: true,
        customerVerified: false,
      },
      ['cx.route'],
    ),
  ],
  [
    'demo-service',
    caller('demo-service', { audience: 'service', emailVerified: false, customerVerified: true }, [
      'cx.route',
      'cx.route.any',
      'cx.team.read',
      'crm.health.read',
    ]),
  ],
  [
    'demo-internal',
    caller('demo-internal', { audience: 'internal', emailVerified: false, customerVerified: false }, [
      'cx.route',
      'cx.route.any',
      'cx.team.read',
      'crm.health.read',
      'cx.explain',
    ]),
  ],
])

const loopback = new Set(['127.0.0.1', '::1', 'localhost'])

/** Takes the demo tokens, and nothing else. Throws `DEMO_REFUSED` when the gateway would listen beyond this machine. */
export function createDemoAuthenticator(host: string): Authenticate {
  if (!loopback.has(host)) {
    throw new ConciergeError(
      'DEMO_REFUSED',
      `the demo's tokens are known to everybody, so it listens on this machine only; ${host} is not it`,
    )
  }
  return (request) => {
    const sent = readCredentials(request.headers)
    if ('refused' in sent) return sent
    const known = demoCallers.get(sent.token)
    return known ? { caller: known, expiresAt: Number.MAX_SAFE_INTEGER } : { refused: 'issuer' }
  }
}

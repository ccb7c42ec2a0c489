import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import type { TokenIssuer } from '@cx-concierge/gateway'

/** What a token says of its caller besides its name. */
export interface TokenClaims {
  readonly subject?: string
  readonly audience: 'customer' | 'service' | 'internal'
  readonly scopes: readonly string[]
  readonly accountIds?: readonly string[]
  readonly email?: string
  readonly emailVerified?: boolean
  readonly customerVerified?: boolean
}

/** The issuer of every token in the stories. */
export const issuer = 'https://tokens.stories.example'

const { publicKey, privateKey } = await generateKeyPair('ES256')
const jwk = { ...(await exportJWK(publicKey)), kid: 'stories', alg: 'ES256', use: 'sig' }

/** The public keys of that issuer. */
export const issuerKeys = { keys: [jwk] }

/** What a gateway must know to believe these tokens. */
export const trustedIssuer: TokenIssuer = { issuer, jwks: issuerKeys, algorithms: ['ES256'] }

/** The company's own agent platform, which vouches for the addresses it passes. */
export const platform: TokenClaims = {
  subject: 'agent-platform',
  audience: 'service',
  scopes: ['cx.route', 'cx.route.any', 'cx.team.read', 'crm.health.read'],
  customerVerified: true,
}

/** A colleague who may ask for explanations. */
export const colleague: TokenClaims = {
  subject: 'colleague',
  audience: 'internal',
  scopes: ['cx.route', 'cx.route.any', 'cx.team.read', 'crm.health.read', 'cx.explain'],
}

/** Acme Robotics' own assistant, signed in as Jane Doe. */
export const acmesAssistant: TokenClaims = {
  subject: 'acme-assistant',
  audience: 'customer',
  scopes: ['cx.route'],
  accountIds: ['001NwAcmeRobot1IRA'],
  email: 'jane.doe@acme-robotics.example',
  emailVerified: true,
}

const lifetimeS = 3_600

/** Signs a token, good for an hour from the moment given. */
export async function signToken(
  claims: TokenClaims,
  { issuer: from, audience, nowMs }: { readonly issuer: string; readonly audience: string; readonly nowMs: number },
): Promise<string> {
  const nowS = Math.floor(nowMs / 1000)
  return await new SignJWT({
    client_id: 'story-agent',
    scope: claims.scopes.join(' '),
    cx_audience: claims.audience,
    ...(claims.accountIds ? { cx_account_ids: claims.accountIds } : {}),
    ...(claims.email === undefined ? {} : { email: claims.email }),
    ...(claims.emailVerified === undefined ? {} : { email_verified: claims.emailVerified }),
    ...(claims.customerVerified === undefined ? {} : { cx_customer_verified: claims.customerVerified }),
  })
    .setProtectedHeader({ alg: 'ES256', kid: 'stories', typ: 'at+jwt' })
    .setIssuer(from)
    .setAudience(audience)
    .setSubject(claims.subject ?? 'somebody')
    .setIssuedAt(nowS)
    .setExpirationTime(nowS + lifetimeS)
    .sign(privateKey)
}

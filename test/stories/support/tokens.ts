import { exportJWK, generateKeyPair, SignJWT, type JWTPayload } from 'jose'
import type { Caller } from '@cx-concierge/contract'
import type { TokenIssuer } from '@cx-concierge/gateway'

/** What a token says of its caller besides its name. */
export interface TokenClaims {
  readonly subject?: string
  readonly audience: 'customer' | 'service' | 'internal'
  readonly scopes: readonly string[]
  readonly accountIds?: readonly string[]
  readonly regions?: readonly string[]
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

/** The same colleague, as the gateway knows them once their token was checked. */
export const knownColleague: Caller = {
  issuer,
  subject: 'colleague',
  client: 'story-agent',
  audience: 'internal',
  scopes: new Set(colleague.scopes),
  emailVerified: false,
  customerVerified: false,
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

/** What of a token is not as it should be. A claim that is `undefined` is left out. */
export interface Spoiled {
  readonly header?: Readonly<Record<string, unknown>>
  readonly payload?: Readonly<Record<string, unknown>>
  readonly key?: CryptoKey | Uint8Array
}

/** Signs a token, good for an hour from the moment given, or spoiled on purpose. */
export async function signToken(
  claims: TokenClaims,
  { issuer: from, audience, nowMs }: { readonly issuer: string; readonly audience: string; readonly nowMs: number },
  spoiled: Spoiled = {},
): Promise<string> {
  const nowS = Math.floor(nowMs / 1000)
  const payload = {
    iss: from,
    aud: audience,
    sub: claims.subject ?? 'somebody',
    iat: nowS,
    exp: nowS + lifetimeS,
    client_id: 'story-agent',
    scope: claims.scopes.join(' '),
    cx_audience: claims.audience,
    ...(claims.accountIds ? { cx_account_ids: claims.accountIds } : {}),
    ...(claims.regions ? { cx_regions: claims.regions } : {}),
    ...(claims.email === undefined ? {} : { email: claims.email }),
    ...(claims.emailVerified === undefined ? {} : { email_verified: claims.emailVerified }),
    ...(claims.customerVerified === undefined ? {} : { cx_customer_verified: claims.customerVerified }),
    ...spoiled.payload,
  }
  return await new SignJWT(JSON.parse(JSON.stringify(payload)) as JWTPayload)
    .setProtectedHeader({ alg: 'ES256', kid: 'stories', typ: 'at+jwt', ...spoiled.header })
    .sign(spoiled.key ?? privateKey)
}

import { exportJWK, generateKeyPair, SignJWT, type JWTPayload } from 'jose'
import { createAuthenticator, type Authenticate } from '../../src/index.ts'

export const issuer = 'https://login.northwind.example'
export const audience = 'https://concierge.northwind.example/mcp'

const pair = await generateKeyPair('ES256')
/** The issuer's public keys, as it publishes them. */
export const jwks = { keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'one', alg: 'ES256', use: 'sig' }] }

/** The claims of an ordinary token of an agent the company runs. */
function usualClaims(nowMs: number): JWTPayload {
  return {
    iss: issuer,
    aud: audience,
    sub: 'agent-7',
    client_id: 'helpdesk-agent',
    scope: 'cx.read',
    cx_audience: 'service',
    exp: Math.floor(nowMs / 1000) + 600,
  }
}

/** What a token is made of; anything may be wrong. */
export interface TokenRecipe {
  readonly claims?: Readonly<Record<string, unknown>>
  readonly header?: Readonly<Record<string, unknown>>
  readonly key?: CryptoKey | Uint8Array
}

/** Signs a token that is good in every respect but what the recipe says. A claim that is `undefined` is left out. */
export async function makeToken(nowMs: number, { claims, header, key }: TokenRecipe = {}): Promise<string> {
  const payload = JSON.parse(JSON.stringify({ ...usualClaims(nowMs), ...claims })) as JWTPayload
  return await new SignJWT(payload)
    .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: 'one', ...header })
    .sign(key ?? pair.privateKey, { crit: { 'x-new': false } })
}

/** An authenticator that trusts the test issuer. */
export function makeAuthenticate(clock: () => number): Authenticate {
  return createAuthenticator({ issuers: [{ issuer, jwks, algorithms: ['ES256'] }], audience, clock, leewayS: 30 }).authenticate
}

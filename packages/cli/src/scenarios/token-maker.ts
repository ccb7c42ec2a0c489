import { exportJWK, generateKeyPair, SignJWT, type JSONWebKeySet } from 'jose'
import type { ScenarioAuth } from './format.ts'

/** Signs the access tokens of scenarios. */
export interface TokenMaker {
  readonly issuer: string
  readonly jwks: JSONWebKeySet
  sign(auth: ScenarioAuth, audience: string, nowMs: number): Promise<string>
}

const issuer = 'https://tokens.scenarios.example'
const lifetimeS = 600

/** A token maker with a key of its own. */
export async function createTokenMaker(): Promise<TokenMaker> {
  const { publicKey, privateKey } = await generateKeyPair('ES256')
  const jwk = { ...(await exportJWK(publicKey)), kid: 'scenarios', alg: 'ES256', use: 'sig' }
  return {
    issuer,
    jwks: { keys: [jwk] },
    sign: (auth, audience, nowMs) => {
      const nowS = Math.floor(nowMs / 1000)
      return new SignJWT({
        client_id: 'scenario-agent',
        scope: auth.scopes.join(' '),
        cx_audience: auth.audience,
        ...(auth.account_ids ? { cx_account_ids: auth.account_ids } : {}),
        ...(auth.email === undefined ? {} : { email: auth.email }),
        ...(auth.email_verified === undefined ? {} : { email_verified: auth.email_verified }),
        ...(auth.customer_email_verified === undefined ? {} : { cx_customer_verified: auth.customer_email_verified }),
      })
        .setProtectedHeader({ alg: 'ES256', kid: 'scenarios', typ: 'at+jwt' })
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject('scenario')
        .setIssuedAt(nowS)
        .setExpirationTime(nowS + lifetimeS)
        .sign(privateKey)
    },
  }
}

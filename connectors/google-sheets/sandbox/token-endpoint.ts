import { createVerify, generateKeyPair, randomBytes, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import type { GoogleAnswer } from './google-answer.ts'

/** Hands out access tokens and knows which of them still hold. */
export interface TokenEndpoint {
  /** What a connection's `sign_in` settings must say. */
  readonly signIn: Readonly<Record<string, string>>
  grant(form: Readonly<Record<string, string>>, audience: string): GoogleAnswer
  isOpen(authorization: string | undefined): boolean
}

const clientEmail = 'concierge@northwind-pretend.iam.gserviceaccount.com'
const grantType = 'urn:ietf:params:oauth:grant-type:jwt-bearer'
const readScope = 'https://www.googleapis.com/auth/spreadsheets.readonly'
const lifeSeconds = 3599
const longestAssertionSeconds = 3600
const clockSlackSeconds = 300

/** Makes its own service account, new at every start. `now` in epoch milliseconds. */
export async function createTokenEndpoint(now: () => number): Promise<TokenEndpoint> {
  const keys = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 })
  const tokens = new Map<string, number>()

  function fault(form: Readonly<Record<string, string>>, audience: string): string | undefined {
    const claims = verified(form['assertion'] ?? '', keys.publicKey)
    if (claims === undefined) return 'Invalid JWT Signature.'
    const nowSeconds = now() / 1000
    const [issued, expires] = [Number(claims['iat']), Number(claims['exp'])]
    const isTimely = issued <= nowSeconds + clockSlackSeconds && expires > nowSeconds && expires - issued <= longestAssertionSeconds
    if (!isTimely) {
      return 'Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim.'
    }
    if (claims['iss'] !== clientEmail) return 'Invalid grant: account not found'
    if (claims['aud'] !== audience) return 'Invalid JWT: Failed audience check.'
    return String(claims['scope']).split(' ').includes(readScope) ? undefined : 'Invalid OAuth scope or ID token audience provided.'
  }

  return {
    signIn: { client_email: clientEmail, private_key: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }) },
    grant(form, audience) {
      if (form['grant_type'] !== grantType) {
        return { status: 400, body: { error: 'unsupported_grant_type', error_description: `Invalid grant_type: ${form['grant_type']}` } }
      }
      const refused = fault(form, audience)
      if (refused !== undefined) return { status: 400, body: { error: 'invalid_grant', error_description: refused } }
      const token = `ya29.${randomBytes(48).toString('base64url')}`
      for (const [old, endsAt] of tokens) if (endsAt <= now()) tokens.delete(old)
      tokens.set(token, now() + lifeSeconds * 1000)
      return { status: 200, body: { access_token: token, expires_in: lifeSeconds, token_type: 'Bearer' } }
    },
    isOpen(authorization) {
      const [, token = ''] = /^Bearer (\S+)$/.exec(authorization ?? '') ?? []
      return (tokens.get(token) ?? 0) > now()
    },
  }
}

/** The claims of an assertion whose signature holds (RFC 7515, RS256 only). */
function verified(assertion: string, key: KeyObject): Record<string, unknown> | undefined {
  const [header = '', payload = '', signature = ''] = assertion.split('.')
  try {
    if (decoded(header)['alg'] !== 'RS256') return undefined
    const holds = createVerify('RSA-SHA256').update(`${header}.${payload}`).verify(key, signature, 'base64url')
    return holds ? decoded(payload) : undefined
  } catch {
    return undefined
  }
}

function decoded(part: string): Record<string, unknown> {
  const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString())
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

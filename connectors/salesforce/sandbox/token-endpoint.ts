import { generateKeyPair, randomBytes, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import { errors, jwtVerify } from 'jose'

/** How the pretend organisation lets integrations in. */
export interface TokenEndpointOptions {
  readonly flow: 'jwt' | 'client_credentials'
  readonly now: () => number
  /** How long a session lasts. */
  readonly sessionMs: number
}

/** Hands out sessions and knows which of them still hold. */
export interface TokenEndpoint {
  /** What a connection's `sign_in` settings must say. */
  readonly signIn: Readonly<Record<string, string>>
  grant(form: Readonly<Record<string, string>>, origin: string): Promise<{ readonly status: number; readonly body: unknown }>
  isOpen(authorization: string | undefined): boolean
}

const clientId = '3MVG9Northwind.pretend.client'
const username = 'concierge@northwind.example'
const organisationId = '00DNwNorthwind1IRA'
const userId = '005NwIntegratioIBA'
const grantTypes = { jwt: 'urn:ietf:params:oauth:grant-type:jwt-bearer', client_credentials: 'client_credentials' }

/** Makes its own credentials, new at every start. */
export async function createTokenEndpoint(options: TokenEndpointOptions): Promise<TokenEndpoint> {
  const clientSecret = randomBytes(24).toString('base64url')
  const keys = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 })
  const sessions = new Map<string, number>()

  async function refusal(
    form: Readonly<Record<string, string>>,
    origin: string,
  ): Promise<{ error: string; error_description: string } | undefined> {
    if (form['grant_type'] !== grantTypes[options.flow])
      return { error: 'unsupported_grant_type', error_description: 'grant type not supported' }
    if (options.flow === 'jwt') return await assertionFault(form['assertion'] ?? '', keys.publicKey, origin, options.now())
    if (form['client_id'] !== clientId) return { error: 'invalid_client_id', error_description: 'client identifier invalid' }
    return form['client_secret'] === clientSecret ? undefined : { error: 'invalid_client', error_description: 'invalid client credentials' }
  }

  return {
    signIn:
      options.flow === 'jwt'
        ? { flow: 'jwt', client_id: clientId, username, key: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }) }
        : { flow: 'client_credentials', client_id: clientId, client_secret: clientSecret },
    async grant(form, origin) {
      const refused = await refusal(form, origin)
      if (refused !== undefined) return { status: 400, body: refused }
      const now = options.now()
      const token = `${organisationId.slice(0, 15)}!AQ${randomBytes(36).toString('base64url')}`
      for (const [old, endsAt] of sessions) if (endsAt <= now) sessions.delete(old)
      sessions.set(token, now + options.sessionMs)
      return {
        status: 200,
        body: {
          access_token: token,
          signature: randomBytes(24).toString('base64'),
          scope: 'api',
          instance_url: origin,
          id: `${origin}/id/${organisationId}/${userId}`,
          token_type: 'Bearer',
          issued_at: String(now),
        },
      }
    },
    isOpen(authorization) {
      const [, token = ''] = /^(?:Bearer|OAuth) (\S+)$/.exec(authorization ?? '') ?? []
      return (sessions.get(token) ?? 0) > options.now()
    },
  }
}

async function assertionFault(assertion: string, key: KeyObject, audience: string, now: number) {
  const mostAheadSeconds = 180
  try {
    const { payload } = await jwtVerify(assertion, key, {
      algorithms: ['RS256'],
      audience,
      currentDate: new Date(now),
      requiredClaims: ['exp'],
    })
    if (payload.iss !== clientId) return { error: 'invalid_client_id', error_description: 'client identifier invalid' }
    if (payload.sub !== username) return invalid("user hasn't approved this consumer")
    return (payload.exp ?? 0) > now / 1000 + mostAheadSeconds ? invalid('invalid assertion') : undefined
  } catch (error) {
    if (error instanceof errors.JWTExpired) return invalid('expired assertion')
    return invalid(error instanceof errors.JWTClaimValidationFailed && error.claim === 'aud' ? 'audience is invalid' : 'invalid assertion')
  }
}

function invalid(description: string): { error: string; error_description: string } {
  return { error: 'invalid_grant', error_description: description }
}

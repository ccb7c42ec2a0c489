import { startPretendBackend, type PretendServer } from '@cx-concierge/connector-kit/sandbox'
import { createLocalJWKSet, exportJWK, generateKeyPair, jwtVerify, SignJWT } from 'jose'
import { issuer, issuerKeys } from './tokens.ts'

/** The token endpoint of the stories' issuer, which exchanges a caller's token for one of the same person at Salesforce (RFC 8693). */
export interface TokenExchanger extends PretendServer {
  /** How the desk proves itself there. */
  readonly client: { readonly id: string; readonly secret: string }
  /** What Salesforce must be told to take its tokens. */
  readonly trusts: Readonly<Record<string, unknown>>
  /** Every token it gave. */
  readonly given: string[]
}

/** How it is started. */
export interface TokenExchangerOptions {
  readonly now: () => number
  /** For whom the callers' tokens must have been issued. */
  readonly desk: string
  /** The e-mail of the person behind a subject. */
  readonly people: ReadonlyMap<string, string>
}

/** The audience of tokens for Salesforce. */
export const salesforceAudience = 'https://northwind.my.salesforce.example'

const lifeS = 300

/** Starts it on this machine. */
export async function startTokenExchanger({ now, desk, people }: TokenExchangerOptions): Promise<TokenExchanger> {
  const { publicKey, privateKey } = await generateKeyPair('ES256')
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), alg: 'ES256' }] }
  const callersKeys = createLocalJWKSet(issuerKeys)
  const client = { id: 'concierge', secret: 'desk-secret-5a0f' }
  const given: string[] = []

  async function grant(form: Readonly<Record<string, string>>, authorization: string | undefined): Promise<[number, object]> {
    const basic = `Basic ${Buffer.from(`${client.id}:${client.secret}`).toString('base64')}`
    if (authorization !== basic) return [401, { error: 'invalid_client' }]
    if (form['grant_type'] !== 'urn:ietf:params:oauth:grant-type:token-exchange') return [400, { error: 'unsupported_grant_type' }]
    if (form['audience'] !== salesforceAudience) return [400, { error: 'invalid_target' }]
    const currentDate = new Date(now())
    const subject = await jwtVerify(form['subject_token'] ?? '', callersKeys, { issuer, audience: desk, currentDate }).then(
      ({ payload }) => payload.sub,
      () => undefined,
    )
    const email = people.get(subject ?? '')
    if (email === undefined) return [400, { error: 'invalid_request' }]
    const nowS = Math.floor(now() / 1000)
    const token = await new SignJWT({ scope: form['scope'] ?? '' })
      .setProtectedHeader({ alg: 'ES256' })
      .setIssuer(issuer)
      .setAudience(salesforceAudience)
      .setSubject(email)
      .setJti(`${given.length}`)
      .setExpirationTime(nowS + lifeS)
      .sign(privateKey)
    given.push(token)
    const issued = 'urn:ietf:params:oauth:token-type:access_token'
    return [200, { access_token: token, issued_token_type: issued, token_type: 'Bearer', expires_in: lifeS, scope: form['scope'] }]
  }

  const server = await startPretendBackend({
    name: 'issuer',
    now,
    routes: (app) => {
      app.post<{ Body: Record<string, string> | undefined }>('/oauth/token', { config: { label: 'exchange' } }, async (request, reply) => {
        const [status, body] = await grant(request.body ?? {}, request.headers.authorization)
        return await reply.code(status).send(body)
      })
    },
  })
  return Object.assign(server, { client, given, trusts: { issuer, audience: salesforceAudience, jwks } })
}

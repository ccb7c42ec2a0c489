import { createPrivateKey, type KeyObject } from 'node:crypto'
import { ConciergeError, type Call, type Host } from '@cx-concierge/connector-kit'
import { SignJWT } from 'jose'
import { OAuth2 } from 'jsforce/lib/oauth2.js'
import type { Settings } from './settings.ts'
import { transport, type Endpoint } from './transport.ts'
import { tokenAnswer } from './wire.ts'

/** What the token endpoint gave. */
export interface Grant {
  readonly accessToken: string
  /** Origin of the instance to talk to; not checked yet. */
  readonly instanceUrl: string
}

/** What signing in needs of the settings. */
type SignInSettings = Pick<Settings, 'login_url'> & { readonly sign_in: NonNullable<Settings['sign_in']> }

type TokenParameters = Record<string, string> & { grant_type: string }

/** Salesforce takes an assertion at most three minutes ahead of its own clock. */
const assertionLifeSeconds = 120

/** Prepares the sign-in; the key is read once. Throws `CONFIG_INVALID` when the key cannot be read. */
export function createSignIn(settings: SignInSettings, login: Endpoint, host: Host): (call: Call) => Promise<Grant> {
  const parameters = tokenParameters(settings, host)
  return async (call) => {
    let status = 0
    const oauth = new OAuth2({
      loginUrl: login.baseUrl,
      ...(settings.sign_in.flow === 'client_credentials'
        ? { clientId: settings.sign_in.client_id, clientSecret: settings.sign_in.client_secret }
        : {}),
    })
    // oxlint-disable-next-line no-underscore-dangle -- the one door jsforce leaves to a transport of ours, part of its types
    oauth._transport = transport(login, call, (seen) => {
      status = seen
    })
    let answer: unknown
    try {
      answer = await oauth.requestToken(await parameters())
    } catch (error) {
      throw ConciergeError.is(error) ? error : refusal(error, status, host.name)
    }
    const parsed = tokenAnswer.safeParse(answer)
    if (!parsed.success) throw new ConciergeError('BACKEND_BAD_ANSWER', 'The sign-in did not answer with a token.', { source: host.name })
    return { accessToken: parsed.data.access_token, instanceUrl: parsed.data.instance_url }
  }
}

function tokenParameters(settings: SignInSettings, host: Host): () => Promise<TokenParameters> {
  const { sign_in: signIn } = settings
  if (signIn.flow === 'client_credentials') return () => Promise.resolve({ grant_type: 'client_credentials' })
  const key = readKey(signIn.key, host.name)
  const audience = signIn.audience ?? defaultAudience(settings.login_url)
  return async () => ({
    grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
    assertion: await new SignJWT()
      .setProtectedHeader({ alg: 'RS256' })
      .setIssuer(signIn.client_id)
      .setSubject(signIn.username)
      .setAudience(audience)
      .setExpirationTime(Math.floor(host.now() / 1000) + assertionLifeSeconds)
      .sign(key),
  })
}

function readKey(pem: string, source: string): KeyObject {
  try {
    // environment variables often carry a PEM with its line breaks written out
    return createPrivateKey(pem.replaceAll(String.raw`\n`, '\n'))
  } catch {
    throw new ConciergeError('CONFIG_INVALID', 'The sign-in key is not a private key in PEM form.', { source })
  }
}

/** The audience names the kind of organisation, whatever address it signs in at. */
function defaultAudience(loginUrl: string): string {
  const { hostname, origin } = new URL(loginUrl)
  if (!hostname.endsWith('.salesforce.com')) return origin
  return hostname === 'test.salesforce.com' || hostname.endsWith('.sandbox.my.salesforce.com')
    ? 'https://test.salesforce.com'
    : 'https://login.salesforce.com'
}

/** jsforce throws the OAuth error code as the error's name (RFC 6749 §5.2). */
function refusal(error: unknown, status: number, source: string): ConciergeError {
  const name = error instanceof Error && /^\w{1,60}$/.test(error.name) ? error.name : 'unknown'
  const cause = new Error(`token endpoint: ${name} (status ${status})`)
  if (status === 429 || name === 'rate_limit_exceeded') {
    return new ConciergeError('BACKEND_RATE_LIMITED', 'Salesforce asks us to sign in less often.', { source, cause })
  }
  if (status >= 500) return new ConciergeError('BACKEND_UNAVAILABLE', 'The sign-in of Salesforce is out of order.', { source, cause })
  if (name.startsWith('ERROR_HTTP_') && status !== 401 && status !== 403) {
    const saysNo = status >= 400
    return new ConciergeError('BACKEND_BAD_ANSWER', 'The sign-in did not answer in the usual form.', { source, cause, saysNo })
  }
  return new ConciergeError('BACKEND_SIGN_IN_FAILED', `Salesforce refused to sign us in (${name}).`, { source, cause })
}

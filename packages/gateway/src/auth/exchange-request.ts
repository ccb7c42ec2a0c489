import { createPrivateKey, randomUUID, type KeyObject } from 'node:crypto'
import { ConciergeError } from '@cx-concierge/contract'
import { SignJWT } from 'jose'

/** How this desk exchanges tokens at one issuer. */
export interface TokenExchange {
  /** The issuer's token endpoint. */
  readonly url: string
  readonly clientId: string
  /** Proves that it is this desk that asks: a secret, or a private key in PEM form (RSA, or elliptic P-256). */
  readonly proof: { readonly secret: string } | { readonly key: string }
}

/** For which backend a token is wanted (RFC 8693 §2.1). */
export interface ExchangeTarget {
  readonly audience?: string
  readonly resource?: string
  readonly scope: readonly string[]
}

/** What is sent to a token endpoint. */
interface ExchangeRequest {
  readonly form: Readonly<Record<string, string>>
  readonly headers: Readonly<Record<string, string>>
}

const accessToken = 'urn:ietf:params:oauth:token-type:access_token'
const assertionLifeS = 60

/**
 * Prepares requests that exchange a caller's token for one that is good at a backend, in that caller's name (RFC 8693).
 * The desk proves itself with its secret (RFC 6749 §2.3.1) or by a signed assertion (RFC 7523 §2.2). Throws
 * `CONFIG_INVALID` for a key that cannot be read.
 */
export function createExchangeRequest(
  { url, clientId, proof }: TokenExchange,
  target: ExchangeTarget,
  now: () => number,
): (token: string) => Promise<ExchangeRequest> {
  const key = 'key' in proof ? readKey(proof.key) : undefined
  const assertion = async (): Promise<string> => {
    if (key === undefined) throw new ConciergeError('INTERNAL', 'there is no key to sign with')
    const nowS = Math.floor(now() / 1000)
    return await new SignJWT()
      .setProtectedHeader({ alg: key.asymmetricKeyType === 'rsa' ? 'RS256' : 'ES256' })
      .setIssuer(clientId)
      .setSubject(clientId)
      .setAudience(url)
      .setJti(randomUUID())
      .setIssuedAt(nowS)
      .setExpirationTime(nowS + assertionLifeS)
      .sign(key)
  }
  const { audience, resource, scope } = target
  const asked = {
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    subject_token_type: accessToken,
    requested_token_type: accessToken,
    ...(audience === undefined ? {} : { audience }),
    ...(resource === undefined ? {} : { resource }),
    ...(scope.length === 0 ? {} : { scope: scope.join(' ') }),
  }
  return async (token) => {
    const form = { ...asked, subject_token: token }
    if ('secret' in proof) return { form, headers: { authorization: `Basic ${basic(clientId, proof.secret)}` } }
    const type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
    return { form: { ...form, client_id: clientId, client_assertion_type: type, client_assertion: await assertion() }, headers: {} }
  }
}

function basic(clientId: string, secret: string): string {
  return Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(secret)}`).toString('base64')
}

function readKey(pem: string): KeyObject {
  try {
    // environment variables often carry a PEM with its line breaks written out
    return createPrivateKey(pem.replaceAll(String.raw`\n`, '\n'))
  } catch {
    throw new ConciergeError('CONFIG_INVALID', 'The client key of a token exchange is not a private key in PEM form.')
  }
}

import { createPrivateKey, randomUUID, type KeyObject } from 'node:crypto'
import { ConciergeError } from '@cx-concierge/contract'
import { SignJWT } from 'jose'
import type { TokenAlgorithm } from './algorithms.ts'

/** How this gateway proves to an authorization server who it is: by a secret, or by a private key in PEM. */
export type ClientCredentials = { readonly clientId: string } & (
  | { readonly clientSecret: string }
  | { readonly privateKey: string; readonly algorithm: TokenAlgorithm }
)

/** What is added to a request to prove who sends it. */
export interface ClientProof {
  readonly headers: Readonly<Record<string, string>>
  readonly form: Readonly<Record<string, string>>
}

const assertionLivesS = 60

/**
 * Proves the client by `client_secret_basic` (RFC 6749 §2.3.1) or `private_key_jwt` (RFC 7523 §2.2, meant for `issuer` alone). `clock` gives epoch
 * milliseconds. Throws `CONFIG_INVALID` for a key that cannot be read.
 */
export function createClientProof(credentials: ClientCredentials, issuer: string, clock: () => number): () => Promise<ClientProof> {
  const { clientId } = credentials
  if ('clientSecret' in credentials) {
    const pair = [clientId, credentials.clientSecret].map((text) => new URLSearchParams({ '': text }).toString().slice(1)).join(':')
    const proof = { headers: { authorization: `Basic ${Buffer.from(pair).toString('base64')}` }, form: {} }
    return () => Promise.resolve(proof)
  }
  const key = readKey(credentials.privateKey)
  return async () => {
    const nowS = Math.floor(clock() / 1000)
    const assertion = await new SignJWT({ jti: randomUUID() })
      .setProtectedHeader({ alg: credentials.algorithm })
      .setIssuer(clientId)
      .setSubject(clientId)
      .setAudience(issuer)
      .setIssuedAt(nowS)
      .setExpirationTime(nowS + assertionLivesS)
      .sign(key)
    const type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
    return { headers: {}, form: { client_id: clientId, client_assertion_type: type, client_assertion: assertion } }
  }
}

function readKey(pem: string): KeyObject {
  try {
    // environment variables often carry a PEM with its line breaks written out
    return createPrivateKey(pem.replaceAll(String.raw`\n`, '\n'))
  } catch (cause) {
    throw new ConciergeError(
      'CONFIG_INVALID',
      'The private key for a token issuer could not be read: it must be PEM, without a password.',
      {
        cause,
      },
    )
  }
}

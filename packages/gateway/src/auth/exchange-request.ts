import { createClientProof, type ClientCredentials } from './client-authentication.ts'

/** How this desk exchanges tokens at one issuer. */
export type TokenExchange = ClientCredentials & {
  /** The issuer's token endpoint. */
  readonly url: string
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

/**
 * Prepares requests that exchange a caller's token for one that is good at a backend, in that caller's name (RFC 8693). The desk proves itself to
 * `issuer`. Throws `CONFIG_INVALID` for a key that cannot be read.
 */
export function createExchangeRequest(
  exchange: TokenExchange,
  issuer: string,
  { audience, resource, scope }: ExchangeTarget,
  now: () => number,
): (token: string) => Promise<ExchangeRequest> {
  const prove = createClientProof(exchange, issuer, now)
  const asked = {
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    subject_token_type: accessToken,
    requested_token_type: accessToken,
    ...(audience === undefined ? {} : { audience }),
    ...(resource === undefined ? {} : { resource }),
    ...(scope.length === 0 ? {} : { scope: scope.join(' ') }),
  }
  return async (token) => {
    const { headers, form } = await prove()
    return { headers, form: { ...asked, subject_token: token, ...form } }
  }
}

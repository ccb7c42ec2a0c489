import { createLocalJWKSet, jwtVerify, type JSONWebKeySet } from 'jose'

/** An issuer whose tokens for users the organisation accepts, as it does those of a connected identity provider. */
export interface TrustedIssuer {
  readonly issuer: string
  readonly audience: string
  readonly jwks: JSONWebKeySet
}

/** Reads users' tokens: the e-mail of the user a token was made out to; `undefined` for anything else. */
export function createUserTokens(
  trusts: TrustedIssuer | undefined,
  now: () => number,
): (authorization?: string) => Promise<string | undefined> {
  if (trusts === undefined) return () => Promise.resolve(undefined)
  const keys = createLocalJWKSet(trusts.jwks)
  return async (authorization = '') => {
    const [, token = ''] = /^Bearer (\S+)$/.exec(authorization) ?? []
    try {
      const { issuer, audience } = trusts
      const { payload } = await jwtVerify(token, keys, { issuer, audience, currentDate: new Date(now()), requiredClaims: ['exp', 'sub'] })
      return payload.sub
    } catch {
      return undefined
    }
  }
}

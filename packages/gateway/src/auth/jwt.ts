import { ConciergeError } from '@cx-concierge/contract'
import { decodeJwt, errors, jwtVerify, type JWTVerifyGetKey, type JWTVerifyOptions } from 'jose'
import { bearerOf, type Authenticate, type Authentication, type AuthFailure } from './authenticate.ts'
import { keepCallerToken } from './caller-token.ts'
import { callerFrom } from './claims.ts'
import { openKeys, type KeySource } from './key-source.ts'
import { createTokenCache } from './token-cache.ts'

/** Signature algorithms that can be allowed: asymmetric ones only. */
export const tokenAlgorithms = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
] as const

/** One of {@link tokenAlgorithms}. */
export type TokenAlgorithm = (typeof tokenAlgorithms)[number]

/** An authorization server whose tokens are believed. */
export type TokenIssuer = KeySource & {
  /** Equal to the token's `iss`, character by character. */
  readonly issuer: string
  readonly algorithms: readonly TokenAlgorithm[]
}

/** How access tokens are checked. */
export interface JwtAuthenticatorOptions {
  readonly issuers: readonly TokenIssuer[]
  /** The URL of this resource; a token's `aud` must name it (RFC 8707). */
  readonly audience: string
  /** Epoch milliseconds. */
  readonly clock: () => number
  /** Seconds another machine's clock may differ by, at most 60; 30 when not given. */
  readonly leewayS?: number
}

interface OpenIssuer {
  readonly keys: JWTVerifyGetKey
  readonly options: JWTVerifyOptions
}

const mostLeewayS = 60
const usualLeewayS = 30
const tokenTypes = new Set(['at+jwt', 'jwt'])

/**
 * Checks JWT access tokens (RFC 9068) of several issuers, each against its own keys only. Throws `CONFIG_INVALID` for options that could not be safe: no
 * issuer, two of one name, an algorithm that is not on the list, a leeway above 60 seconds.
 */
export function createJwtAuthenticator(options: JwtAuthenticatorOptions): Authenticate {
  const issuers = openIssuers(options)
  const cache = createTokenCache(options.clock)

  async function verify(token: string): Promise<Authentication> {
    try {
      const issuer = issuers.get(decodeJwt(token).iss ?? '')
      if (issuer === undefined) return { refused: 'issuer' }
      const { payload, protectedHeader } = await jwtVerify(token, issuer.keys, {
        ...issuer.options,
        currentDate: new Date(options.clock()),
      })
      if (!isAccessTokenType(protectedHeader.typ)) return { refused: 'type' }
      // a token bound to a key or certificate must not work for whoever merely holds it (RFC 9449 §7.2, RFC 8705 §3)
      if (payload['cnf'] !== undefined) return { refused: 'bound' }
      const caller = callerFrom(payload)
      if (caller === undefined || payload.exp === undefined) return { refused: 'claims' }
      const verified = { caller, expiresAt: payload.exp * 1000 }
      cache.keep(token, verified)
      keepCallerToken(caller, issuer.options.issuer as string, token, verified.expiresAt)
      return verified
    } catch (error) {
      return { refused: reasonOf(error) }
    }
  }

  return (request) => {
    try {
      const token = bearerOf(request)
      if (token === undefined) return { refused: request.headers.authorization === undefined ? 'missing' : 'malformed' }
      return cache.find(token) ?? verify(token)
    } catch {
      return { refused: 'fault' }
    }
  }
}

function openIssuers({ issuers, audience, leewayS = usualLeewayS }: JwtAuthenticatorOptions): ReadonlyMap<string, OpenIssuer> {
  if (issuers.length === 0) throw new ConciergeError('CONFIG_INVALID', 'At least one token issuer is needed.')
  // an empty audience would switch the library's check off
  if (!URL.canParse(audience)) throw new ConciergeError('CONFIG_INVALID', 'The audience of tokens must be the URL of this resource.')
  if (!(leewayS >= 0 && leewayS <= mostLeewayS))
    throw new ConciergeError('CONFIG_INVALID', 'The leeway for tokens must be between 0 and 60 seconds.')
  const open = new Map<string, OpenIssuer>()
  for (const issuer of issuers) {
    if (open.has(issuer.issuer)) throw new ConciergeError('CONFIG_INVALID', 'A token issuer is named twice.')
    if (issuer.algorithms.length === 0 || issuer.algorithms.some((algorithm) => !tokenAlgorithms.includes(algorithm))) {
      throw new ConciergeError('CONFIG_INVALID', `The algorithms of a token issuer must be among ${tokenAlgorithms.join(', ')}.`)
    }
    open.set(issuer.issuer, {
      keys: openKeys(issuer),
      options: {
        issuer: issuer.issuer,
        audience,
        algorithms: [...issuer.algorithms],
        clockTolerance: leewayS,
        requiredClaims: ['exp', 'sub'],
      },
    })
  }
  return open
}

function isAccessTokenType(type: unknown): boolean {
  return typeof type === 'string' && tokenTypes.has(type.toLowerCase().replace(/^application\//, ''))
}

function reasonOf(error: unknown): AuthFailure {
  if (error instanceof errors.JWTExpired) return 'expired'
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.claim === 'aud') return 'audience'
    if (error.claim === 'iss') return 'issuer'
    return error.claim === 'nbf' ? 'not_yet_valid' : 'claims'
  }
  if (error instanceof errors.JOSEAlgNotAllowed) return 'algorithm'
  if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys) return 'key'
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'signature'
  if (error instanceof errors.JWTInvalid || error instanceof errors.JWSInvalid || error instanceof errors.JOSENotSupported)
    return 'malformed'
  return 'fault'
}

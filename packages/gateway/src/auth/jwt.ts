import { compactVerify, errors } from 'jose'
import type { TokenAlgorithm } from './algorithms.ts'
import type { Authentication, AuthFailure } from './authenticate.ts'
import { judgeClaims, type ClaimsRules } from './claims.ts'
import type { CompactJws } from './compact-jws.ts'
import type { Keys } from './key-source.ts'

/** What JWT access tokens of one issuer are checked with. */
export interface JwtRules extends ClaimsRules {
  readonly algorithms: readonly TokenAlgorithm[]
  readonly keys: Keys
  /** Epoch milliseconds. */
  readonly clock: () => number
}

const tokenTypes = new Set(['at+jwt', 'jwt'])

/** Checks a JWT access token (RFC 9068 §4) that was taken apart by `readCompactJws`, against one issuer's keys and no other's. */
export async function checkJwt(token: string, { header, payload }: CompactJws, rules: JwtRules): Promise<Authentication> {
  try {
    await compactVerify(token, rules.keys, { algorithms: [...rules.algorithms] })
  } catch (error) {
    return { refused: reasonOf(error) }
  }
  return isAccessTokenType(header['typ']) ? judgeClaims(payload, rules, rules.clock()) : { refused: 'type' }
}

function isAccessTokenType(type: unknown): boolean {
  return typeof type === 'string' && tokenTypes.has(type.toLowerCase().replace(/^application\//, ''))
}

function reasonOf(error: unknown): AuthFailure {
  if (error instanceof errors.JOSEAlgNotAllowed) return 'algorithm'
  if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys) return 'key'
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'signature'
  return error instanceof errors.JWSInvalid || error instanceof errors.JOSENotSupported ? 'malformed' : 'fault'
}

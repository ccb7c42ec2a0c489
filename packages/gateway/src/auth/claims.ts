import { audiences, type Caller } from '@cx-concierge/contract'
import { z } from 'zod'
import type { Authentication, AuthFailure } from './authenticate.ts'
import { scopeToken } from './scope-token.ts'

/** What an issuer's claims are held against. */
export interface ClaimsRules {
  /** Equal to `iss`, character by character. */
  readonly issuer: string
  /** One of the values of `aud` (RFC 8707). */
  readonly audience: string
  /** Seconds another machine's clock may differ by. */
  readonly leewayS: number
}

const endOfYear9999S = 253_402_300_799
const numericDate = z.number().min(0).max(endOfYear9999S)
const scopes = z.preprocess(
  (claim) => (typeof claim === 'string' ? claim.split(' ').filter((scope) => scope !== '') : claim),
  z.array(z.string().regex(scopeToken)),
)

/** What we read of an access token. A claim that limits the caller and cannot be understood refuses the token; it is never skipped. */
const Claims = z.object({
  sub: z.string().min(1),
  exp: numericDate,
  nbf: numericDate.optional(),
  iat: numericDate.optional(),
  cnf: z.unknown().optional(),
  client_id: z.string().min(1).optional(),
  azp: z.string().min(1).optional(),
  scope: scopes.optional(),
  cx_audience: z.enum(audiences),
  cx_account_ids: z.array(z.string().min(1)).optional(),
  cx_regions: z.array(z.string().min(1)).optional(),
  email: z.string().optional(),
  email_verified: z.union([z.boolean(), z.enum(['true', 'false'])]).optional(),
  cx_customer_verified: z.boolean().optional(),
})
const audience = z.union([z.string(), z.array(z.string())])
const confirmation = z.strictObject({ jkt: z.string().regex(/^[A-Za-z0-9_-]{43}$/) })

/**
 * Judges claims whose origin is settled, be it by a signature (RFC 9068 §4) or by the issuer's own word (RFC 7662 §2.2), at a moment in epoch milliseconds.
 * The caller must be named, the issuer and this resource too, and the moment must lie in the token's time.
 */
export function judgeClaims(claims: Readonly<Record<string, unknown>>, rules: ClaimsRules, nowMs: number): Authentication {
  // no comparison with such a time would ever refuse anything
  if (!Number.isFinite(nowMs)) return { refused: 'fault' }
  if (claims['iss'] !== rules.issuer) return { refused: 'issuer' }
  const meantFor = audience.safeParse(claims['aud'])
  if (!meantFor.success || ![meantFor.data].flat().includes(rules.audience)) return { refused: 'audience' }
  const read = Claims.safeParse(claims)
  if (!read.success) return { refused: 'claims' }
  const outOfTime = timeFault(read.data, nowMs / 1000, rules.leewayS)
  if (outOfTime !== undefined) return { refused: outOfTime }
  const caller = callerFrom(read.data, rules.issuer)
  if (caller === undefined) return { refused: 'claims' }
  const believed = { caller, expiresAt: read.data.exp * 1000 }
  if (read.data.cnf === undefined) return believed
  // a token bound in a way we cannot check must not work for whoever merely holds it (RFC 8705 §3)
  const bound = confirmation.safeParse(read.data.cnf)
  return bound.success ? { ...believed, keyThumbprint: bound.data.jkt } : { refused: 'bound' }
}

function timeFault({ exp, nbf, iat }: z.output<typeof Claims>, nowS: number, leewayS: number): AuthFailure | undefined {
  if (nowS - leewayS >= exp) return 'expired'
  return Math.max(nbf ?? 0, iat ?? 0) > nowS + leewayS ? 'not_yet_valid' : undefined
}

function callerFrom(claims: z.output<typeof Claims>, issuer: string): Caller | undefined {
  const { sub, client_id, azp, scope, cx_audience, cx_account_ids, cx_regions, email, email_verified, cx_customer_verified } = claims
  const client = client_id ?? azp
  if (client === undefined) return undefined
  return {
    issuer,
    subject: sub,
    client,
    audience: cx_audience,
    scopes: new Set(scope),
    ...(cx_account_ids !== undefined && { accountIds: cx_account_ids }),
    ...(cx_regions !== undefined && { regions: cx_regions }),
    ...(email !== undefined && { email: email.toLowerCase() }),
    emailVerified: email_verified === true || email_verified === 'true',
    customerVerified: cx_customer_verified === true,
  }
}

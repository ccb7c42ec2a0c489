import { audiences, type Caller } from '@cx-concierge/contract'
import { z } from 'zod'

const scopes = z.union([z.string().transform((text) => text.split(' ').filter((scope) => scope !== '')), z.array(z.string())])

/** What we read of an access token. A claim that limits the caller and cannot be understood refuses the token; it is never skipped. */
const Claims = z.object({
  sub: z.string().min(1),
  exp: z.number(),
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

/** The caller a verified token's claims describe, or `undefined` when they do not describe one. */
export function callerFrom(claims: unknown): Caller | undefined {
  const read = Claims.safeParse(claims)
  if (!read.success) return undefined
  const { sub, client_id, azp, scope, cx_audience, cx_account_ids, cx_regions, email, email_verified, cx_customer_verified } = read.data
  const client = client_id ?? azp
  if (client === undefined) return undefined
  return {
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

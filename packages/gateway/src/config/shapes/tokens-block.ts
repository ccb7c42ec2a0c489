import { z } from 'zod'
import { tokenAlgorithms } from '../../auth/jwt.ts'
import { httpsUrl } from './common.ts'
import { tokenExchangeBlock } from './token-exchange-block.ts'

const issuer = z
  .strictObject({
    issuer: z.url(),
    jwks_url: httpsUrl.optional(),
    jwks_file: z.string().min(1).optional(),
    algorithms: z.array(z.enum(tokenAlgorithms)).min(1),
    token_exchange: tokenExchangeBlock.optional().describe('How its tokens are exchanged, for systems that are read as caller.'),
  })
  .refine((value) => (value.jwks_url === undefined) !== (value.jwks_file === undefined), 'needs exactly one of jwks_url and jwks_file')

/** `tokens` of access.yaml: whose access tokens are believed. */
export const tokensBlock = z.strictObject({
  audience: z.url().describe('This desk, as its callers know it.'),
  issuers: z.array(issuer).min(1).describe('Whose access tokens are believed.'),
})

import { z } from 'zod'
import { tokenAlgorithms } from '../../auth/algorithms.ts'
import { dpopModes } from '../../auth/token-issuer.ts'
import { clientCredentials, provesOnce, provesOnceFaults } from './client-credentials.ts'
import { httpsUrl } from './common.ts'
import { tokenExchangeBlock } from './token-exchange-block.ts'

const algorithm = z.enum(tokenAlgorithms)

const introspection = z
  .strictObject({ url: httpsUrl.describe('Where the issuer is asked about a token (RFC 7662).'), ...clientCredentials })
  .refine(provesOnce.secretOrKey, provesOnceFaults.secretOrKey)
  .refine(provesOnce.algorithmOfKey, provesOnceFaults.algorithmOfKey)

const issuer = z
  .strictObject({
    issuer: z.url(),
    jwks_url: httpsUrl.optional().describe('Where its public keys are published.'),
    jwks_file: z.string().min(1).optional().describe('Its public keys, in a file of this machine.'),
    algorithms: z.array(algorithm).min(1).optional().describe('What its tokens may be signed with.'),
    introspection: introspection.optional().describe('Asks the issuer about each token instead of checking a signature.'),
    token_exchange: tokenExchangeBlock.optional().describe('How its tokens are exchanged, for systems that are read as caller.'),
  })
  .refine(
    (value) => [value.jwks_url, value.jwks_file, value.introspection].filter((one) => one !== undefined).length === 1,
    'needs exactly one of jwks_url, jwks_file and introspection',
  )
  .refine(
    (value) => (value.introspection === undefined) === (value.algorithms !== undefined),
    'needs algorithms with jwks_url or jwks_file, and only with them',
  )

/** `tokens` of access.yaml: whose access tokens are believed. */
export const tokensBlock = z
  .strictObject({
    audience: z.url().describe('This desk, as its callers know it.'),
    issuers: z.array(issuer).default([]).describe('Whose access tokens are believed.'),
    api_keys: z
      .strictObject({ file: z.string().min(1).describe('Made and changed by `concierge key`.') })
      .optional()
      .describe('Takes API keys from agents that have no authorization server.'),
    dpop: z.enum(dpopModes).default('refuse').describe('Whether tokens bound to a key of their holder (RFC 9449) are taken.'),
  })
  .refine(({ issuers, api_keys }) => issuers.length > 0 || api_keys !== undefined, 'needs issuers or api_keys')
  .refine(
    ({ issuers }) => issuers.filter((one) => one.introspection !== undefined).length <= 1,
    'names two issuers with introspection; an opaque token does not say whose it is',
  )
  .refine(({ issuers }) => new Set(issuers.map((one) => one.issuer)).size === issuers.length, 'names an issuer twice')
  .refine(({ api_keys, dpop }) => api_keys === undefined || dpop !== 'require', 'has api_keys, which cannot go with dpop: require')

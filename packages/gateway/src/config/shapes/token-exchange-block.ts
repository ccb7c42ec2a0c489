import { isSafeScheme } from '@cx-concierge/egress'
import { z } from 'zod'
import { clientCredentials, provesOnce, provesOnceFaults } from './client-credentials.ts'

const tokenEndpoint = z.string().refine((text) => {
  const url = URL.parse(text)
  return url !== null && isSafeScheme(url) && url.search === '' && url.username === ''
}, 'is not the https address of a token endpoint')

/** `token_exchange` of an issuer: how its tokens are exchanged for tokens of the same person at a backend (RFC 8693). */
export const tokenExchangeBlock = z
  .strictObject({
    url: tokenEndpoint.describe('The issuer’s token endpoint. Callers’ tokens are sent there and nowhere else.'),
    ...clientCredentials,
  })
  .refine(provesOnce.secretOrKey, provesOnceFaults.secretOrKey)
  .refine(provesOnce.algorithmOfKey, provesOnceFaults.algorithmOfKey)

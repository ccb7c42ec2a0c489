import { isSafeScheme } from '@cx-concierge/egress'
import { z } from 'zod'

const tokenEndpoint = z.string().refine((text) => {
  const url = URL.parse(text)
  return url !== null && isSafeScheme(url) && url.search === '' && url.username === ''
}, 'is not the https address of a token endpoint')

/** `token_exchange` of an issuer: how its tokens are exchanged for tokens of the same person at a backend (RFC 8693). */
export const tokenExchangeBlock = z
  .strictObject({
    url: tokenEndpoint.describe('The issuer’s token endpoint. Callers’ tokens are sent there and nowhere else.'),
    client_id: z.string().min(1).describe('This desk, as the issuer knows it.'),
    client_secret: z.string().min(1).optional().describe('A secret, as ${env:NAME} or ${file:/path}.'),
    client_key: z.string().min(1).optional().describe('Or a private key in PEM form (RSA, or elliptic P-256), as ${file:/path}.'),
  })
  .refine(
    (value) => (value.client_secret === undefined) !== (value.client_key === undefined),
    'needs exactly one of client_secret and client_key',
  )

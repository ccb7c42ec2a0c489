import type { IncomingHttpHeaders } from 'node:http'
import type { Refused } from './authenticate.ts'

/** What a request's headers bring as proof of who sends it. */
export interface Credentials {
  readonly token: string
  /** The proof of possession that came along; `undefined` when the token came under the scheme Bearer. */
  readonly proof: string | undefined
}

// RFC 6750 §2.1 and RFC 9449 §7.1: the same form under either scheme
const pattern = /^(bearer|dpop) +([A-Za-z0-9\-._~+/]+=*) *$/i
const ourScheme = /^(?:bearer|dpop)(?: |$)/i
const missing: Refused = { refused: 'missing' }
const malformed: Refused = { refused: 'header' }

/**
 * Reads the `Authorization` header, the only place a token is accepted in. No header, or one of another scheme, is `missing`; one that cannot be read, or
 * several, are `header`. Expects repeated headers joined by a comma, which no good one holds.
 */
export function readCredentials(headers: IncomingHttpHeaders): Credentials | Refused {
  const header = headers.authorization
  if (header === undefined) return missing
  const [, scheme, token] = pattern.exec(header) ?? []
  if (scheme === undefined || token === undefined) return ourScheme.test(header) || header.includes(',') ? malformed : missing
  if (scheme.length === 'bearer'.length) return { token, proof: undefined }
  const proof = headers['dpop']
  return typeof proof === 'string' ? { token, proof } : malformed
}

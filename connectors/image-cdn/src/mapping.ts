import { createHash } from 'node:crypto'
import { requestUrl } from '@cx-concierge/connector-kit'

/** An address in parts, so that it is encoded in one place only and what is signed is what is sent. */
export interface Address {
  readonly origin: string
  readonly path: readonly string[]
  readonly query: Readonly<Record<string, string>>
}

/** The first hex digits of SHA-256 of the lower-case e-mail: an address that gives nobody's e-mail away. */
export function emailHash(email: string, length: number): string {
  return createHash('sha256').update(email.trim().toLowerCase()).digest('hex').slice(0, length)
}

/** Reads a template once; the result fills in a hash. */
export function addressTemplate(template: string): (hash: string) => Address {
  const url = new URL(template)
  const segments = url.pathname.slice(1).split('/').map(decodeURIComponent)
  const query = Object.fromEntries(url.searchParams)
  return (hash) => ({ origin: url.origin, path: segments.map((segment) => segment.replace('{email_hash}', hash)), query })
}

/** The address as one text. */
export function written(address: Address): string {
  return address.origin + requestUrl(address.path, address.query)
}

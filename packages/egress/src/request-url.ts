import { ConciergeError } from '@cx-concierge/contract'

/** What a query may hold; a list is sent as the same name several times. */
export type Query = Readonly<Record<string, string | number | readonly string[]>>

/**
 * One path segment as it goes on the wire: everything outside RFC 3986 `pchar` is percent-encoded. Throws
 * `INVALID_INPUT` for a segment that would change the path's meaning (empty, `.` or `..`).
 */
function encodeSegment(segment: string): string {
  if (segment === '' || segment === '.' || segment === '..' || !segment.isWellFormed()) {
    throw new ConciergeError('INVALID_INPUT', 'A part of the address would change its meaning.')
  }
  return encodeURIComponent(segment).replaceAll(/%(?:3A|40|2C|3D)/g, decodeURIComponent)
}

/** `/a/b?x=1` from its parts, each encoded. Empty when there is neither path nor query. */
export function requestUrl(path: readonly string[], query: Query = {}): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    (typeof value === 'object' ? value : [String(value)]).map((one) => `${encodeQuery(name)}=${encodeQuery(one)}`),
  )
  return path.map((segment) => `/${encodeSegment(segment)}`).join('') + (pairs.length > 0 ? `?${pairs.join('&')}` : '')
}

function encodeQuery(text: string): string {
  // the WHATWG parser below axios would encode it after all, and what was signed would not be what is sent
  return encodeURIComponent(text).replaceAll("'", '%27')
}

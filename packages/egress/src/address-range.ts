import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'

// RFC 4291 §2.4: all that has been handed out to the public so far; the deprecated ::a.b.c.d among others lies outside
const allocated = ipaddr.IPv6.parseCIDR('2000::/3')
// public by its range, but the way into the machine's own cloud: Azure's WireServer
const metadataAddresses = new Set(['168.63.129.16'])
const privateRanges = new Set(['private', 'uniqueLocal', 'carrierGradeNat', 'loopback'])

/** Whether an address belongs to the public internet: none of the special-purpose ranges of RFC 6890 and its successors. */
export function isPublicAddress(text: string): boolean {
  const address = plainAddress(text)
  return (
    address !== undefined &&
    address.range() === 'unicast' &&
    !metadataAddresses.has(address.toString()) &&
    (address.kind() === 'ipv4' || address.match(allocated))
  )
}

/** Whether an address belongs to a network of one's own: RFC 1918, 6598 or 4193, or this very machine. Link-local is not: cloud metadata lives there. */
export function isPrivateAddress(text: string): boolean {
  return privateRanges.has(plainAddress(text)?.range() ?? '')
}

/** Whether an address is this very machine. */
export function isLoopbackAddress(text: string): boolean {
  return plainAddress(text)?.range() === 'loopback'
}

/** A zone would choose the interface, whatever the address says. */
function plainAddress(text: string): ReturnType<typeof ipaddr.parse> | undefined {
  return isIP(text) === 0 || text.includes('%') ? undefined : ipaddr.parse(text)
}

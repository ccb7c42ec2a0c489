import { isIP } from 'node:net'
import { ConciergeError } from '@cx-concierge/contract'

/** Somebody who sends requests, and where to. */
export interface Reach {
  /** Who sends them, as the configuration names it. */
  readonly name: string
  /** The only hosts that may be reached, `name` or `name:port`. */
  readonly hosts: readonly string[]
  /** Names without ports, of hosts that may turn out to have private addresses; none when not said. */
  readonly privateHosts?: readonly string[]
  /** Asked before every request with its signal; throws when it may not go out. */
  readonly admit?: (signal: AbortSignal) => void
}

// what parsers pass over, or take for a slash, each in its own way
const readDifferently = /[^!-~]|\\/
const loopback = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/

/**
 * Whether a `name` or `name:port` is on a list of allowed hosts. An entry without a port means the scheme's own port;
 * `*.example.com` stands for every name below `example.com`, never for `example.com` itself. An IP address is only allowed
 * by itself.
 */
export function isAllowedHost(host: string, allowed: readonly string[]): boolean {
  const asked = host.toLowerCase()
  return allowed.some((entry) => {
    const wanted = entry.toLowerCase()
    if (!wanted.startsWith('*.')) return asked === wanted
    return asked.endsWith(wanted.slice(1)) && asked.length > wanted.length - 1 && !isAddress(asked)
  })
}

function isAddress(host: string): boolean {
  return host.startsWith('[') || isIP(host.replace(/:\d*$/, '')) !== 0
}

/** Whether an address may be used as far as its scheme goes: https, or http that does not leave this machine. */
export function isSafeScheme(url: URL): boolean {
  return url.protocol === 'https:' || (url.protocol === 'http:' && loopback.test(url.hostname))
}

/**
 * Reads an address that requests may be sent to. Throws `CONFIG_INVALID` when it is no plain http(s) address and
 * `HOST_NOT_ALLOWED` when its host is not one of `host.hosts`, or when it is not https and not this very machine.
 */
export function allowedUrl(address: string, host: Reach): URL {
  const url = URL.parse(address)
  if (url === null || readDifferently.test(address) || url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw new ConciergeError('CONFIG_INVALID', `The address of "${host.name}" must be a plain https address.`, { source: host.name })
  }
  if (!isSafeScheme(url) || !isAllowedHost(url.host, host.hosts)) {
    throw new ConciergeError('HOST_NOT_ALLOWED', `"${host.name}" may not reach that host.`, { source: host.name })
  }
  return url
}

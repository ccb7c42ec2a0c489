import type { IncomingMessage } from 'node:http'
import type { onRequestHookHandler } from 'fastify'
import { rpcCodes, sendRpcError } from './json-rpc-error.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** A route that may be asked under any host name, because it tells nothing and does nothing. */
    anyHost?: boolean
  }
}

/** Whether the host a request names, in its first line too, and the page it comes from are ones we go by. */
export type HostCheck = (request: Pick<IncomingMessage, 'headers' | 'url' | 'socket'>) => boolean

/** What one port of ours goes by, spelt out, so that nothing need be parsed. */
interface Names {
  readonly hosts: ReadonlySet<string>
  readonly origins: ReadonlySet<string>
}

const withAuthority = /^https?:\/\/([^/?#]*)/i

/**
 * A check against hosts, by whole names in any case: a name without a port is good without one, with the ports of http and https, and with the port the
 * request came to; a name with a port only so. A missing `Origin` is fine, agents send none; a missing `Host` is not.
 */
export function createHostCheck(hosts: readonly string[]): HostCheck {
  const byPort = new Map<number | undefined, Names>()
  const namesAt = (port: number | undefined): Names => {
    let names = byPort.get(port)
    if (names === undefined) byPort.set(port, (names = namesOf(hosts, port)))
    return names
  }
  return ({ headers: { host, origin }, url = '', socket }) => {
    if (host === undefined) return false
    const names = namesAt(socket.localPort)
    if (!names.hosts.has(host.toLowerCase())) return false
    if (origin !== undefined && !names.origins.has(origin.toLowerCase())) return false
    if (url.startsWith('/')) return true
    // the authority of the first line counts more than the header (RFC 9112 §3.2.2)
    const [, authority] = withAuthority.exec(url) ?? []
    return authority === undefined ? url === '*' : names.hosts.has(authority.toLowerCase())
  }
}

function namesOf(hosts: readonly string[], port: number | undefined): Names {
  const known = new Set<string>()
  const origins = new Set<string>()
  for (const host of hosts.map((one) => one.toLowerCase())) {
    const spellings = /:\d+$/.test(host) ? [host] : [host, `${host}:${port}`]
    for (const spelling of spellings) {
      known.add(spelling)
      for (const scheme of ['http', 'https']) origins.add(`${scheme}://${spelling}`)
    }
    if (spellings.length > 1) for (const usual of [80, 443]) known.add(`${host}:${usual}`)
  }
  return { hosts: known, origins }
}

/** Refuses requests for hosts that are not ours and pages of other origins with 403: the defence against DNS rebinding. */
export function hostGuard(isOurs: HostCheck): onRequestHookHandler {
  return (request, reply, done) => {
    if (request.routeOptions.config.anyHost === true || isOurs(request.raw)) done()
    else void sendRpcError(reply, 403, rpcCodes.refused, 'This host or origin is not allowed here.')
  }
}

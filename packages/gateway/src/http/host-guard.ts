import { validateHostHeader, validateOriginHeader } from '@modelcontextprotocol/server'
import type { onRequestHookHandler } from 'fastify'
import { rpcCodes, sendRpcError } from './json-rpc-error.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** A route that may be asked under any host name, because it tells nothing and does nothing. */
    anyHost?: boolean
  }
}

const mostRemembered = 200

/** Whether a request's `Host` and `Origin` are ones we go by. */
export type HostCheck = (headers: { readonly host?: string | undefined; readonly origin?: string | undefined }) => boolean

/** A check against host names without ports. A missing `Origin` is fine, agents send none; a missing `Host` is not. */
export function createHostCheck(hosts: readonly string[]): HostCheck {
  const allowed = [...hosts]
  const goodHosts = remembering((host) => validateHostHeader(host, allowed).ok)
  const goodOrigins = remembering((origin) => validateOriginHeader(origin, allowed).ok)
  return ({ host, origin }) => host !== undefined && goodHosts(host) && (origin === undefined || goodOrigins(origin))
}

/** Refuses requests for hosts that are not ours and pages of other origins with 403: the defence against DNS rebinding. */
export function hostGuard(isOurs: HostCheck): onRequestHookHandler {
  return (request, reply, done) => {
    if (request.routeOptions.config.anyHost === true || isOurs(request.headers)) done()
    else void sendRpcError(reply, 403, rpcCodes.refused, 'This host or origin is not allowed here.')
  }
}

/** Remembers accepted values: a balancer sends the same two or three for ever, and parsing them costs as much as half a request. */
function remembering(check: (value: string) => boolean): (value: string) => boolean {
  const good = new Set<string>()
  return (value) => {
    if (good.has(value)) return true
    const ok = check(value)
    if (ok && good.size < mostRemembered) good.add(value)
    return ok
  }
}

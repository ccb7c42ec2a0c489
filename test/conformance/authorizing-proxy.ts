import { once } from 'node:events'
import { createServer, request as httpRequest } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pipeline } from 'node:stream/promises'

/** A way into a server for a client that cannot send a token. */
export interface AuthorizingProxy extends AsyncDisposable {
  /** The URL to give to that client. */
  readonly url: string
}

/**
 * Listens on a free loopback port and passes every request on with an `Authorization` header of its own. All other headers stay as they came, `Host` and
 * `Origin` too; bodies stream both ways.
 */
export async function startAuthorizingProxy(target: string, token: string): Promise<AuthorizingProxy> {
  const { hostname, port, pathname } = new URL(target)
  const server = createServer((incoming, outgoing) => {
    const passing = httpRequest(
      {
        hostname,
        port,
        method: incoming.method,
        path: incoming.url,
        setHost: false,
        agent: false,
        headers: { ...incoming.headers, authorization: `Bearer ${token}` },
      },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.rawHeaders)
        // an event stream may stay silent for a while after its headers
        outgoing.flushHeaders()
        pipeline(answer, outgoing).catch(() => outgoing.destroy())
      },
    )
    passing.on('error', () => outgoing.destroy())
    outgoing.on('close', () => passing.destroy())
    incoming.pipe(passing)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${pathname}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

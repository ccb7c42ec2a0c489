import { once } from 'node:events'
import { createServer, request as httpRequest, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pipeline } from 'node:stream/promises'

/** A way into a server for a client that cannot send a token. */
export interface AuthorizingProxy extends AsyncDisposable {
  /** The URL to give to that client. */
  readonly url: string
}

/**
 * Listens on a free loopback port and passes every request on with an `Authorization` header of its own. Where `Host` or `Origin` names this port, the
 * server's stands instead; otherwise these stay as they came, as do all other headers. Bodies stream both ways.
 */
export async function startAuthorizingProxy(target: string, token: string): Promise<AuthorizingProxy> {
  const { hostname, port, pathname } = new URL(target)
  const own = (): string => `:${(server.address() as AddressInfo).port}`
  const atTarget = ({ headers }: IncomingMessage): Record<string, string> =>
    Object.fromEntries(
      [['host', headers.host] as const, ['origin', headers.origin] as const].flatMap(([name, value]) =>
        value?.endsWith(own()) === true ? [[name, value.slice(0, -own().length) + `:${port}`]] : [],
      ),
    )
  const server = createServer((incoming, outgoing) => {
    const passing = httpRequest(
      {
        hostname,
        port,
        method: incoming.method,
        path: incoming.url,
        setHost: false,
        agent: false,
        headers: { ...incoming.headers, ...atTarget(incoming), authorization: `Bearer ${token}` },
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
    url: `http://127.0.0.1${own()}${pathname}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

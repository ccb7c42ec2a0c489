import { once } from 'node:events'
import { Agent, createServer, request, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What stands between callers and gateways. */
export interface Door extends AsyncDisposable {
  readonly port: number
  /** Answers that said that their connection is over. */
  readonly farewells: () => number
}

/** Whom requests are handed to, and what becomes of those that cannot be. */
export interface HandOnOptions {
  /** Origins that take requests at this moment; each has its turn. */
  readonly to: () => readonly string[]
  /** Whether the next one is tried when a connection is refused. */
  readonly triesNext: boolean
  /** A free one when not said. */
  readonly port?: number
}

/**
 * Hands each request to the next of some origins in turn, and answers 502 when a connection breaks: a request that may have been carried out is not
 * repeated here, as usual balancers have it.
 */
export async function handOn({ to, triesNext, port = 0 }: HandOnOptions): Promise<Door> {
  const agent = new Agent({ keepAlive: true })
  let turn = 0
  let farewells = 0

  const hand = (incoming: IncomingMessage, body: Buffer, outgoing: ServerResponse, tries: number): void => {
    const origins = to()
    const origin = origins[(turn += 1) % origins.length]
    if (origin === undefined) {
      outgoing.writeHead(503).end('nobody is ready')
      return
    }
    const { host: _host, connection: _connection, ...headers } = incoming.headers
    const { hostname, port: there, host } = new URL(origin)
    const onward = request(
      { hostname, port: there, path: incoming.url, method: incoming.method, agent, headers: { ...headers, host } },
      (answer: IncomingMessage) => {
        if (answer.headers.connection === 'close') farewells += 1
        const { connection: _over, 'keep-alive': _kept, ...rest } = answer.headers
        outgoing.writeHead(answer.statusCode ?? 502, rest)
        answer.on('error', () => outgoing.destroy())
        answer.pipe(outgoing)
      },
    )
    onward.on('error', (error: NodeJS.ErrnoException) => {
      if (outgoing.headersSent) outgoing.destroy()
      else if (triesNext && error.code === 'ECONNREFUSED' && tries < origins.length) hand(incoming, body, outgoing, tries + 1)
      else outgoing.writeHead(502).end(error.code ?? 'failed')
    })
    onward.end(body)
  }

  const server = createServer({ keepAliveTimeout: 60_000 }, (incoming, outgoing) => {
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => void chunks.push(chunk))
    incoming.on('end', () => hand(incoming, Buffer.concat(chunks), outgoing, 1))
  }).listen(port, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    farewells: () => farewells,
    [Symbol.asyncDispose]: async () => {
      agent.destroy()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

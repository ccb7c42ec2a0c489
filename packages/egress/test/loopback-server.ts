import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { Reach } from '../src/index.ts'

/** A bare server for answers no well-meaning framework would send. */
export async function loopbackServer(listener: RequestListener) {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  let sockets = 0
  let connections = 0
  server.on('connection', (socket) => {
    sockets += 1
    connections += 1
    socket.on('close', () => {
      sockets -= 1
    })
  })
  return {
    url: `http://127.0.0.1:${address.port}`,
    host: hostFor([`127.0.0.1:${address.port}`]),
    /** Connections open now. */
    sockets: () => sockets,
    /** Connections there ever were. */
    connections: () => connections,
    async [Symbol.asyncDispose]() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

/** A reach of these hosts. */
export function hostFor(hosts: readonly string[]): Reach {
  return { name: 'backend', hosts }
}

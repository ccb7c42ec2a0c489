import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import type { Limits } from '../limits.ts'

/** How often connections are looked at, in milliseconds: so much later than its bound one may be cut. */
export const lookAtConnectionsEveryMs = 1_000

interface Use {
  /** Requests that were read and are not answered yet. */
  open: number
  /** Since when there is none, on a clock that only grows. */
  idleSince: number
}

/** Told of the requests on each connection. */
export interface ConnectionUse {
  began(socket: Socket): void
  ended(socket: Socket): void
}

/**
 * Bounds how many connections a server holds, and how long one may go without a request. Node's own bounds begin anew with every byte that comes between two
 * requests, also with line breaks, which begin no request. `refused` is told of every connection too many.
 */
export function boundConnections(
  server: Server,
  { connections, headersTimeoutMs, keepAliveTimeoutMs }: Limits,
  refused: () => void,
): ConnectionUse {
  const uses = new Map<Socket, Use>()
  server.maxConnections = connections
  server.on('drop', refused)
  server.on('connection', (socket) => {
    uses.set(socket, { open: 0, idleSince: performance.now() })
    socket.once('close', () => uses.delete(socket))
  })
  const timer = setInterval(() => {
    const oldest = performance.now() - keepAliveTimeoutMs - headersTimeoutMs
    for (const [socket, { open, idleSince }] of uses) if (open === 0 && idleSince < oldest) socket.destroy()
  }, lookAtConnectionsEveryMs)
  timer.unref()
  server.once('close', () => clearInterval(timer))
  return {
    began: (socket) => {
      const use = uses.get(socket)
      if (use !== undefined) use.open += 1
    },
    ended: (socket) => {
      const use = uses.get(socket)
      if (use === undefined) return
      use.open -= 1
      use.idleSince = performance.now()
    },
  }
}

import { createServer, ServerResponse, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { Limits } from '../limits.ts'
import { boundConnections } from './connection-bounds.ts'
import { serverOptions } from './server-options.ts'

/** Whoever answers requests now. */
interface Room {
  /** Takes one request. */
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void
  /** Answers bytes that are no request. */
  readonly badBytes: (error: Error, socket: Socket) => void
}

/** Where a room's requests stand. */
export interface Visit {
  /** Resolves when nobody else is in the room and its last answer has been given; streams that listen are no answers. Nobody may come in after it was called. */
  over(): Promise<void>
}

/** The one socket. Rooms behind it come and go; each request is answered by the room it was shown into. */
export interface Door {
  listen(host: string, port: number): Promise<number>
  /** Shows every request from now on into this room. */
  open(room: Room): Visit
  /** From now on every answer says that its connection is over, so that clients come back elsewhere. */
  sayFarewell(): void
  /**
   * Takes no connection any more and waits until every answer is given, then calls `endStreams` and waits for the connections to end. After `withinMs`
   * they are cut. Says how many answers that cut short.
   */
  close(withinMs: number, endStreams: () => Promise<void>): Promise<number>
}

/** Connections that may wait to be let in. A loop under load lets in one per turn, and whoever finds no place waits for a second before trying again. */
const mostWaiting = 4_096

/** Makes a door; it opens with the first room. `refused` is told of every connection too many. */
export function createDoor(limits: Limits, refused: () => void): Door {
  let inside: { readonly room: Room; readonly visit: Counted } | undefined
  let farewell = false
  let answers = 0
  let allGiven: (() => void) | undefined
  let closing = false

  /** Answers name `connection` themselves where the protocol handler does, so it is put right at the last moment. */
  class Answer extends ServerResponse {
    override writeHead(status: number, reason?: unknown, more?: unknown): this {
      const given = more ?? reason
      const headers = (typeof given === 'object' ? given : {}) as OutgoingHttpHeaders
      return super.writeHead(status, farewell ? { ...headers, connection: 'close' } : headers)
    }
  }

  const server = createServer({ ...serverOptions(limits), ServerResponse: Answer }, (request, response) => {
    if (inside === undefined) throw new Error('a request came before there was a room')
    const { room, visit } = inside
    const { socket } = request
    connections.began(socket)
    const isAnswer = !listens(request)
    if (isAnswer) {
      visit.enter()
      answers += 1
    }
    response.once('close', () => {
      connections.ended(socket)
      // by itself a server that closes waits for connections that nobody uses any more
      if (closing) setImmediate(() => server.closeIdleConnections())
      if (!isAnswer) return
      visit.leave()
      answers -= 1
      if (answers === 0) allGiven?.()
    })
    room.handle(request, response)
  })
  server.keepAliveTimeout = limits.keepAliveTimeoutMs
  server.requestTimeout = limits.requestTimeoutMs
  server.setTimeout(limits.connectionTimeoutMs)
  const connections = boundConnections(server, limits, refused)
  server.on('clientError', (error, socket: Socket) => inside?.room.badBytes(error, socket))

  return {
    listen: async (host, port) => {
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      server.once('error', reject)
      server.listen({ host, port, backlog: mostWaiting }, resolve)
      await promise
      server.off('error', reject)
      return (server.address() as AddressInfo).port
    },
    open: (room) => {
      inside = { room, visit: countVisitors() }
      return inside.visit
    },
    sayFarewell: () => {
      farewell = true
    },
    close: async (withinMs, endStreams) => {
      const ended = Promise.withResolvers<void>()
      const given = Promise.withResolvers<void>()
      allGiven = given.resolve
      closing = true
      let cut = 0
      const timer = setTimeout(() => {
        cut = answers
        server.closeAllConnections()
      }, withinMs)
      server.close(() => ended.resolve())
      if (answers === 0) given.resolve()
      await given.promise
      await endStreams()
      await ended.promise
      clearTimeout(timer)
      return cut
    },
  }
}

interface Counted extends Visit {
  enter(): void
  leave(): void
}

function countVisitors(): Counted {
  let visitors = 0
  const { promise, resolve } = Promise.withResolvers<void>()
  let closing = false
  return {
    enter: () => {
      visitors += 1
    },
    leave: () => {
      visitors -= 1
      if (closing && visitors === 0) resolve()
    },
    over: () => {
      closing = true
      if (visitors === 0) resolve()
      return promise
    },
  }
}

/** The protocol handler takes a stream for one only when its header says so (2026-07-28); whoever lies here shortens nobody's wait but their own. */
const listens = (request: IncomingMessage): boolean => request.headers['mcp-method'] === 'subscriptions/listen'

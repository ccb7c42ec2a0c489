import type { onRequestHookHandler } from 'fastify'
import type { ServerResponse } from 'node:http'
import type { Admissions } from './admissions.ts'
import { rpcCodes, rpcError } from './json-rpc-error.ts'
import type { LoadShedder } from './load-shedder.ts'

const retryAfterS = 1
const text = Buffer.from(rpcError(rpcCodes.refused, `Too busy: wait ${retryAfterS} s, then try again`))
const headers = { 'retry-after': String(retryAfterS), 'content-type': 'application/json', 'content-length': text.length }

/** Answers that there is no room, and when to come back. What it costs is taken from those for whom there is room, so it is as little as can be. */
export function endForLackOfRoom(response: ServerResponse): void {
  response.writeHead(503, headers)
  response.end(text)
}

/** Turns requests away there is no room for; probes are always answered. */
export function shedLoad(shedder: LoadShedder, admitted: Admissions, turnAway: (response: ServerResponse) => void): onRequestHookHandler {
  return (request, reply, done) => {
    if (request.routeOptions.config.anyHost === true || admitted.has(request.raw) || shedder.admits()) {
      done()
      return
    }
    reply.hijack()
    turnAway(reply.raw)
  }
}

import type { onRequestHookHandler } from 'fastify'
import type { Admissions } from './admissions.ts'
import { rpcCodes, sendRpcError } from './json-rpc-error.ts'
import type { LoadShedder } from './load-shedder.ts'

const retryAfterS = 1

/** Answers 503 with a time to come back to requests there is no room for; probes are always answered. `onShed` is told of each. */
export function shedLoad(shedder: LoadShedder, admitted: Admissions, onShed: () => void): onRequestHookHandler {
  return (request, reply, done) => {
    if (request.routeOptions.config.anyHost === true || admitted.has(request.raw) || shedder.admits()) {
      done()
      return
    }
    onShed()
    sendRpcError(reply.header('retry-after', retryAfterS), 503, rpcCodes.refused, `Too busy: wait ${retryAfterS} s, then try again`)
  }
}

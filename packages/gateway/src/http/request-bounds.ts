import type { FastifyRequest, onRequestHookHandler } from 'fastify'
import type { Limits } from '../limits.ts'
import { rpcCodes, sendRpcError } from './json-rpc-error.ts'

// readers differ in whether the first or the last of two counts; Authorization twice is answered in the words of RFC 6750, by the gate
const single = ['host', 'origin', 'content-type', 'content-encoding', 'content-length'] as const

// RFC 9112 §6.1; whoever sits in front of us may not know another one either, and then sees another end of the body than we do
const knownCoding = /^chunked$/i

/**
 * Refuses, before anything else is looked at, a URL that is too long (414), too many header fields (431) and a header twice that can only be there once
 * (400; RFC 9112 §3.2 asks it for `Host`), and a body that is sent in any other way than in one piece or chunked (400).
 */
export function requestBounds({ urlLength, headerCount }: Limits): onRequestHookHandler {
  return (request, reply, done) => {
    const { url = '', rawHeaders, headers } = request.raw
    const coding = headers['transfer-encoding']
    if (url.length > urlLength) sendRpcError(reply, 414, rpcCodes.refused, 'The URL is too long.')
    else if (rawHeaders.length > 2 * headerCount) sendRpcError(reply, 431, rpcCodes.refused, 'There are too many header fields.')
    else if (repeatsSingle(request)) sendRpcError(reply, 400, rpcCodes.refused, 'A header field is there twice.')
    else if (coding !== undefined && !knownCoding.test(coding)) {
      // where this body ends, and another request begins, nobody can tell
      sendRpcError(reply.header('connection', 'close'), 400, rpcCodes.refused, 'Transfer-Encoding must be chunked.')
    } else done()
  }
}

function repeatsSingle({ raw }: FastifyRequest): boolean {
  const { headers, rawHeaders } = raw
  // as many names as fields: nothing is there twice, and there is nothing more to look at
  return 2 * Object.keys(headers).length !== rawHeaders.length && single.some((name) => (raw.headersDistinct[name]?.length ?? 0) > 1)
}

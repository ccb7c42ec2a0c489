import type { FastifyRequest, onRequestHookHandler } from 'fastify'
import type { Limits } from '../limits.ts'
import { rpcCodes, sendRpcError } from './json-rpc-error.ts'

// readers differ in whether the first or the last of two counts; Authorization twice is answered in the words of RFC 6750, by the gate
const single = ['host', 'origin', 'content-type', 'content-encoding', 'content-length'] as const

/**
 * Refuses, before anything else is looked at, a URL that is too long (414), too many header fields (431) and a header twice that can only be there once
 * (400; RFC 9112 §3.2 asks it for `Host`).
 */
export function requestBounds({ urlLength, headerCount }: Limits): onRequestHookHandler {
  return (request, reply, done) => {
    const { url = '', rawHeaders } = request.raw
    if (url.length > urlLength) sendRpcError(reply, 414, rpcCodes.refused, 'The URL is too long.')
    else if (rawHeaders.length > 2 * headerCount) sendRpcError(reply, 431, rpcCodes.refused, 'There are too many header fields.')
    else if (repeatsSingle(request)) sendRpcError(reply, 400, rpcCodes.refused, 'A header field is there twice.')
    else done()
  }
}

function repeatsSingle({ raw }: FastifyRequest): boolean {
  const { headers, rawHeaders } = raw
  // as many names as fields: nothing is there twice, and there is nothing more to look at
  return 2 * Object.keys(headers).length !== rawHeaders.length && single.some((name) => (raw.headersDistinct[name]?.length ?? 0) > 1)
}

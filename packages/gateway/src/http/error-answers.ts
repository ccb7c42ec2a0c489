import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Log } from '../log.ts'
import { rpcCodes, sendRpcError, sendTooLate } from './json-rpc-error.ts'

const words: Readonly<Record<number, string>> = {
  400: 'bad_request',
  404: 'not_found',
  405: 'method_not_allowed',
  408: 'too_slow',
  413: 'too_large',
  415: 'unsupported_media_type',
  431: 'headers_too_large',
  503: 'unavailable',
}

/** One word per status for everything outside the protocol: no stack, no message of a library, no path. */
export function answerErrorsPlainly(app: FastifyInstance, log: Log | false): void {
  app.setErrorHandler((error: FastifyError, _request, reply) => {
    const status = statusOf(error)
    if (status === 500 && log !== false) log.error({ error }, 'request failed')
    void reply.code(status).send({ error: words[status] ?? 'internal' })
  })
  const notFound = (reply: FastifyReply): void => void reply.code(404).send({ error: words[404] })
  app.setNotFoundHandler((_request, reply) => notFound(reply))
  // a handler would run only once the body, which nobody asked for, had been read and parsed
  app.addHook('onRequest', (request, reply, done) => (request.is404 ? notFound(reply) : done()))
}

/** The answer to a request that no route could be found for, such as one with an unreadable URL. */
export function answerBadRequest(_error: FastifyError, _request: FastifyRequest, reply: FastifyReply): void {
  void reply.code(400).send({ error: words[400] })
}

/** The same for the MCP route, as JSON-RPC errors in the protocol handler's own words. */
export function rpcErrorAnswers(
  bodyBytes: number,
  log: Log | false,
): (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => void {
  return (error, _request, reply) => {
    const status = statusOf(error)
    if (status === 413) sendRpcError(reply, status, rpcCodes.refused, `Payload Too Large: Request body must not exceed ${bodyBytes} bytes`)
    else if (status === 415) sendRpcError(reply, status, rpcCodes.refused, 'Unsupported Media Type: Content-Type must be application/json')
    else if (status === 503) sendTooLate(reply)
    else if (status < 500) sendRpcError(reply, status, rpcCodes.parse, 'Parse error: the request body could not be read')
    else {
      if (log !== false) log.error({ error }, 'request failed')
      sendRpcError(reply, 500, rpcCodes.internal, 'Internal server error')
    }
  }
}

function statusOf(error: FastifyError): number {
  const { statusCode } = error
  if (statusCode === 503) return 503
  return statusCode !== undefined && statusCode >= 400 && statusCode < 500 ? statusCode : 500
}

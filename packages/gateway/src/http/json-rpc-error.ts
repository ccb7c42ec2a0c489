import type { ServerResponse } from 'node:http'
import type { FastifyReply } from 'fastify'

/** JSON-RPC codes used before the protocol handler sees a message. */
export const rpcCodes = { refused: -32_000, parse: -32_700, invalidRequest: -32_600, internal: -32_603 } as const

/** Answers with a JSON-RPC error that belongs to no message in particular, in the very bytes the protocol handler uses for its own. */
export function sendRpcError(reply: FastifyReply, httpStatus: number, code: number, message: string): FastifyReply {
  // a buffer, because a string of this type would get a charset appended
  return reply
    .code(httpStatus)
    .header('content-type', 'application/json')
    .send(Buffer.from(rpcError(code, message)))
}

/** The text of a JSON-RPC error that belongs to no message in particular. */
export const rpcError = (code: number, message: string): string => JSON.stringify({ jsonrpc: '2.0', error: { code, message }, id: null })

const jsonHeaders = { 'content-type': 'application/json' }

/** The same on a response that no framework looks after; nothing, when its answer has begun already. */
export function endWithRpcError(response: ServerResponse, httpStatus: number, code: number, message: string): void {
  endWith(response, jsonHeaders, rpcError(code, message), httpStatus)
}

/** Answers with a whole text; nothing, when an answer has begun already. */
export function endWith(response: ServerResponse, headers: Readonly<Record<string, string>>, text: string, httpStatus = 200): void {
  if (response.headersSent) return
  response.writeHead(httpStatus, { ...headers, 'content-length': Buffer.byteLength(text) })
  response.end(text)
}

/** Answers 429 to a request that came too soon, with the whole seconds to wait (RFC 6585 §4). */
export function sendTooSoon(reply: FastifyReply, retryAfterS: number): void {
  sendRpcError(reply.header('retry-after', retryAfterS), 429, rpcCodes.refused, `Too Many Requests: wait ${retryAfterS} s, then try again`)
}

const streamsLastS = 60

/** Answers 429 to a caller who listens on as many streams as one may. */
export function sendTooManyStreams(reply: FastifyReply, most: number): void {
  const message = `Too Many Requests: ${most} streams of this caller listen already`
  sendRpcError(reply.header('retry-after', streamsLastS), 429, rpcCodes.refused, message)
}

const tooLate = [503, rpcCodes.internal, 'The answer took too long. Please try again.'] as const

/** Answers 503 when the time for an answer is over. */
export function sendTooLate(reply: FastifyReply): void {
  if (!reply.sent) sendRpcError(reply, ...tooLate)
}

/** The same on a response that no framework looks after. */
export const endTooLate = (response: ServerResponse): void => endWithRpcError(response, ...tooLate)

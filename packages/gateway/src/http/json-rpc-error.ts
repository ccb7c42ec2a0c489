import type { FastifyReply } from 'fastify'

/** JSON-RPC codes used before the protocol handler sees a message. */
export const rpcCodes = { refused: -32_000, parse: -32_700, invalidRequest: -32_600, internal: -32_603 } as const

/** Answers with a JSON-RPC error that belongs to no message in particular, in the very bytes the protocol handler uses for its own. */
export function sendRpcError(reply: FastifyReply, httpStatus: number, code: number, message: string): FastifyReply {
  // a buffer, because a string of this type would get a charset appended
  const body = Buffer.from(JSON.stringify({ jsonrpc: '2.0', error: { code, message }, id: null }))
  return reply.code(httpStatus).header('content-type', 'application/json').send(body)
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

/** Answers 503 when the time for an answer is over. */
export function sendTooLate(reply: FastifyReply): void {
  if (!reply.sent) sendRpcError(reply, 503, rpcCodes.internal, 'The answer took too long. Please try again.')
}

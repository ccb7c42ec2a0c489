import type { onRequestHookHandler } from 'fastify'
import { rpcCodes, sendRpcError } from './json-rpc-error.ts'

// RFC 9110 §8.3.1: type, parameter name and charset in any case
const jsonType = /^application\/json(?:[ \t]*;[ \t]*charset=(?:utf-8|"utf-8"))?$/i

/** Lets in bodies that say they are JSON in UTF-8 as it is, and answers all others 415 before a byte of them is read. */
export const requirePlainJson: onRequestHookHandler = ({ headers }, reply, done) => {
  const type = headers['content-type']
  if (headers['content-encoding'] !== undefined) {
    sendRpcError(
      reply.header('accept-encoding', 'identity'),
      415,
      rpcCodes.refused,
      'Unsupported Media Type: Content-Encoding must not be used',
    )
  } else if (type !== 'application/json' && (type === undefined || !jsonType.test(type))) {
    sendRpcError(reply, 415, rpcCodes.refused, 'Unsupported Media Type: Content-Type must be application/json')
  } else done()
}

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Authenticate, Authentication } from '../auth/authenticate.ts'
import { exchangeFor, type Exchange } from '../mcp/exchange.ts'
import type { Admissions } from './admissions.ts'
import { createDispatch, type DispatchParts } from './dispatch.ts'
import { rpcErrorAnswers } from './error-answers.ts'
import { rpcCodes, sendRpcError } from './json-rpc-error.ts'
import { mcpPath } from './mcp-path.ts'
import { requirePlainJson } from './plain-json.ts'
import { createTokenRefusal, type RefuseToken, type TokenRefusalParts } from './refuse-token.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who calls, once they were let in. */
    exchange: Exchange | null
  }
}

/** What the MCP route is made of. */
export interface McpRouteParts extends Omit<DispatchParts, 'refuseToken'>, TokenRefusalParts {
  readonly authenticate: Authenticate
  /** Requests that were admitted before they came here. */
  readonly admissions: Admissions
  readonly clock: () => number
}

/**
 * `POST /mcp`. Who is calling is settled before a byte of the body is read; the body is read once, bounded in size, depth and members; then the lane
 * answers, or the SDK. Other methods are refused at once: there are no sessions to open or close.
 */
export async function mcpRoute(app: FastifyInstance, parts: McpRouteParts): Promise<void> {
  const { limits, log } = parts
  const refuseToken = createTokenRefusal(parts)
  const dispatch = createDispatch({ ...parts, refuseToken })
  app.setErrorHandler(rpcErrorAnswers(limits.bodyBytes, log))
  app.decorateRequest('exchange', null)
  app.removeAllContentTypeParsers()
  // the usual type by name: Fastify remembers parsers it finds by name, and parses the header anew for every other
  for (const type of ['application/json', '*']) {
    app.addContentTypeParser(type, { parseAs: 'buffer', bodyLimit: limits.bodyBytes }, (_request, bytes, done) => done(null, bytes))
  }

  app.route({
    method: ['GET', 'HEAD', 'DELETE', 'PUT', 'PATCH', 'OPTIONS'],
    url: mcpPath,
    // before a body would be read
    onRequest: (_request, reply) => {
      sendRpcError(reply.header('allow', 'POST'), 405, rpcCodes.refused, 'Method not allowed.')
    },
    handler: () => undefined,
  })
  app.post(mcpPath, { onRequest: [gate(parts, refuseToken), requirePlainJson] }, (request, reply) => {
    const { exchange } = request
    if (exchange === null) throw new Error('a request passed the gate without an exchange')
    const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
    dispatch(request, reply, bytes, exchange)
  })
}

/** Asks who is calling. A verdict that is known at once, as for a token seen before, costs no turn of the event loop. */
function gate(
  { authenticate, admissions, clock }: McpRouteParts,
  refuseToken: RefuseToken,
): (request: FastifyRequest, reply: FastifyReply, done: () => void) => void {
  function settle(verdict: Authentication, request: FastifyRequest, reply: FastifyReply, receivedAt: number, done: () => void): void {
    if ('refused' in verdict) {
      refuseToken(reply, verdict.refused)
      return
    }
    request.exchange = exchangeFor(verdict, receivedAt, request.headers)
    done()
  }
  return (request, reply, done) => {
    let receivedAt = 0
    try {
      receivedAt = clock()
      const verdict = admissions.get(request.raw) ?? authenticate(request)
      if ('then' in verdict) {
        verdict.then(
          (settled) => settle(settled, request, reply, receivedAt, done),
          () => settle({ refused: 'fault' }, request, reply, receivedAt, done),
        )
      } else settle(verdict, request, reply, receivedAt, done)
    } catch {
      settle({ refused: 'fault' }, request, reply, receivedAt, done)
    }
  }
}

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Authenticate, Authentication } from '../auth/authenticate.ts'
import type { Limits } from '../limits.ts'
import type { Log } from '../log.ts'
import type { Exchange } from '../mcp/exchange.ts'
import type { ExpressLane } from '../mcp/express-lane.ts'
import { hasLookAlikeKeys } from '../mcp/look-alike-keys.ts'
import type { SdkMount } from '../mcp/sdk-mount.ts'
import type { Metrics } from '../metrics.ts'
import { createChallenge, type ProtectedResource } from './challenge.ts'
import { rpcErrorAnswers } from './error-answers.ts'
import { rpcCodes, sendRpcError } from './json-rpc-error.ts'
import { requirePlainJson } from './plain-json.ts'
import { readJson } from './read-json.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who calls, once they were let in. */
    exchange: Exchange | null
  }
}

/** What the MCP route is made of. */
export interface McpRouteParts {
  readonly authenticate: Authenticate
  readonly resource: ProtectedResource | undefined
  readonly lane: ExpressLane | undefined
  readonly mount: SdkMount
  readonly limits: Limits
  readonly clock: () => number
  readonly log: Log | false
  readonly metrics: Metrics
}

const path = '/mcp'

/**
 * `POST /mcp`. Who is calling is settled before a byte of the body is read; the body is read once, bounded in size, depth and members; then the lane
 * answers, or the SDK. Other methods are refused at once: there are no sessions to open or close.
 */
export async function mcpRoute(app: FastifyInstance, parts: McpRouteParts): Promise<void> {
  const { limits, lane, mount, log } = parts
  app.setErrorHandler(rpcErrorAnswers(limits.bodyBytes, log))
  app.decorateRequest('exchange', null)
  app.removeAllContentTypeParsers()
  // the usual type by name: Fastify remembers parsers it finds by name, and parses the header anew for every other
  for (const type of ['application/json', '*']) {
    app.addContentTypeParser(type, { parseAs: 'buffer', bodyLimit: limits.bodyBytes }, (_request, bytes, done) => done(null, bytes))
  }

  app.route({
    method: ['GET', 'HEAD', 'DELETE', 'PUT', 'PATCH', 'OPTIONS'],
    url: path,
    // before a body would be read
    onRequest: (_request, reply) => {
      sendRpcError(reply.header('allow', 'POST'), 405, rpcCodes.refused, 'Method not allowed.')
    },
    handler: () => undefined,
  })
  app.post(path, { onRequest: [gate(parts), requirePlainJson] }, (request, reply) => {
    const { exchange } = request
    if (exchange === null) throw new Error('a request passed the gate without an exchange')
    const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
    const read = readJson(bytes, limits)
    if ('fault' in read) {
      sendRpcError(reply, 400, read.fault.code, read.fault.message)
      return
    }
    const { json } = read
    if (Array.isArray(json) && json.length > limits.batchMessages) {
      sendRpcError(reply, 400, rpcCodes.invalidRequest, `Invalid Request: Batch must not exceed ${limits.batchMessages} messages`)
      return
    }
    if (lane?.(request, reply, json, exchange) === true) return
    if (hasLookAlikeKeys(json)) {
      sendRpcError(reply, 400, rpcCodes.invalidRequest, 'Invalid Request: a key is spelt almost like one of the protocol')
      return
    }
    void mount.answer(request, reply, json, exchange)
  })
}

/** Asks who is calling. A verdict that is known at once, as for a token seen before, costs no turn of the event loop. */
function gate({
  authenticate,
  resource,
  clock,
  metrics,
  log,
}: McpRouteParts): (request: FastifyRequest, reply: FastifyReply, done: () => void) => void {
  const challenge = createChallenge(resource)
  function settle(verdict: Authentication, request: FastifyRequest, reply: FastifyReply, receivedAt: number, done: () => void): void {
    if ('refused' in verdict) {
      metrics.authFailed(verdict.refused)
      if (log !== false) log.info({ reason: verdict.refused, httpStatus: 401 }, 'refused')
      challenge(reply, verdict.refused !== 'missing')
      return
    }
    const { traceparent } = request.headers
    const { caller, expiresAt } = verdict
    request.exchange = { caller, expiresAt, receivedAt, traceparent: typeof traceparent === 'string' ? traceparent : undefined }
    done()
  }
  return (request, reply, done) => {
    const receivedAt = clock()
    try {
      const verdict = authenticate(request)
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

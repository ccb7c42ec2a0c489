import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Authenticate, Authentication } from '../auth/authenticate.ts'
import type { Limits } from '../limits.ts'
import type { Log } from '../log.ts'
import type { Exchange } from '../mcp/exchange.ts'
import type { ExpressLane } from '../mcp/express-lane.ts'
import type { ReadBody, SdkMount } from '../mcp/sdk-mount.ts'
import type { Metrics } from '../metrics.ts'
import { createChallenge, type ProtectedResource } from './challenge.ts'
import { rpcErrorAnswers } from './error-answers.ts'
import { exceedsJsonBounds } from './json-bounds.ts'
import { rpcCodes, sendRpcError } from './json-rpc-error.ts'

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
  app.post(path, { onRequest: gate(parts) }, (request, reply) => {
    const { exchange } = request
    if (exchange === null) throw new Error('a request passed the gate without an exchange')
    const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
    if (exceedsJsonBounds(bytes, limits)) {
      sendRpcError(reply, 400, rpcCodes.invalidRequest, 'Invalid Request: the request body is nested too deep or has too many members')
      return
    }
    const body = readJson(bytes)
    if ('json' in body) {
      if (Array.isArray(body.json) && body.json.length > limits.batchMessages) {
        sendRpcError(reply, 400, rpcCodes.invalidRequest, `Invalid Request: Batch must not exceed ${limits.batchMessages} messages`)
        return
      }
      if (lane?.(request, reply, body.json, exchange) === true) return
    }
    void mount.answer(request, reply, body, exchange)
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
      const httpStatus = challenge(reply, verdict.refused)
      if (log !== false) log.info({ reason: verdict.refused, httpStatus }, 'refused')
      return
    }
    const { traceparent } = request.headers
    const { caller, expiresAt } = verdict
    request.exchange = { caller, expiresAt, receivedAt, traceparent: typeof traceparent === 'string' ? traceparent : undefined }
    done()
  }
  return (request, reply, done) => {
    let receivedAt = 0
    try {
      receivedAt = clock()
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

function readJson(bytes: Buffer): ReadBody {
  try {
    return { json: JSON.parse(bytes.toString('utf8')) as unknown }
  } catch {
    return { bytes: new Uint8Array(bytes) }
  }
}

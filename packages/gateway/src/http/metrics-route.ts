import { hash, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { readCredentials } from '../auth/credentials.ts'
import type { Metrics } from '../metrics.ts'
import type { HostCheck } from './host-guard.ts'

const loopback = /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/

/**
 * `GET /metrics` for whoever holds the scrape token and, when none is configured, for this machine itself. To everybody else the route does not exist. A
 * request that came through a proxy is never from this machine, even when the proxy is.
 */
export function metricsRoute(app: FastifyInstance, metrics: Metrics, isOurHost: HostCheck, scrapeToken: string | undefined): void {
  const mayScrape =
    scrapeToken === undefined ? (request: FastifyRequest) => isFromHere(request) && isOurHost(request.raw) : holderOf(scrapeToken)
  app.get('/metrics', { config: { anyHost: true } }, async (request, reply) => {
    if (!mayScrape(request)) {
      reply.callNotFound()
      return await reply
    }
    return await reply.header('content-type', metrics.registry.contentType).send(await metrics.registry.metrics())
  })
}

function isFromHere(request: FastifyRequest): boolean {
  const { headers, socket } = request
  const proxied = headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined || headers.via !== undefined
  return !proxied && loopback.test(socket.remoteAddress ?? '')
}

function holderOf(scrapeToken: string): (request: FastifyRequest) => boolean {
  const expected = hash('sha256', scrapeToken, 'buffer')
  return (request) => {
    const sent = readCredentials(request.headers)
    return 'token' in sent && timingSafeEqual(hash('sha256', sent.token, 'buffer'), expected)
  }
}

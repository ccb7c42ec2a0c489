import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify'
import { applyFault } from './apply-fault.ts'
import { createSim, faultSchema, type Fault, type Sim } from './fault.ts'
import { createSeenRequests, type SeenRequest } from './seen-requests.ts'
import { createCounter, type Stats } from './stats.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What the statistics and `Fault.only` call this route. */
    label?: string
  }
}

/** A backend on a real loopback socket, with switches to break it. */
export interface PretendServer {
  readonly url: string
  readonly port: number
  /** Listens again, on the same port. */
  up(): Promise<void>
  /** Cuts every connection and refuses new ones. */
  down(): Promise<void>
  fail(fault: Fault | undefined): void
  stats(): Stats
  /** The newest requests since the last reset, as far as they were read. */
  seen(): readonly SeenRequest[]
  /** Forgets counts and requests. */
  resetStats(): void
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/** A pretend backend together with what a connection's settings must say to talk to it: its address, its credentials. */
export type PretendBackend = PretendServer & { readonly settings: Readonly<Record<string, unknown>> }

/** What every pretend backend can be started with. */
export interface PretendBackendOptions<Data> {
  /** The records held at this moment; called for each request, so the holder may swap them at any time. */
  readonly data: () => Data
  /** Epoch milliseconds; the machine's clock when not said. */
  readonly now?: () => number
  /** A free one when not said. */
  readonly port?: number
}

/** What to serve. `routes` puts the vendor's wire on the server; label a route with `{ config: { label } }`. */
export interface PretendServerOptions {
  readonly name: string
  readonly now?: () => number
  readonly port?: number
  readonly routes: (app: FastifyInstance, sim: Sim) => void
}

const controlPlane = '/__sim/'

/** Starts a backend on 127.0.0.1. People at a terminal break it with `POST /__sim/fault` and read `GET /__sim/stats`. */
export async function startPretendBackend(options: PretendServerOptions): Promise<PretendServer> {
  const sim = createSim(options.now ?? Date.now)
  const counter = createCounter()
  const requests = createSeenRequests()
  let server: Server | undefined
  const app = fastify({
    bodyLimit: 16 * 1024 * 1024,
    exposeHeadRoutes: false,
    // a proxy in front of it says whether it is reached over TLS
    trustProxy: 'loopback',
    serverFactory: (handler) => {
      server = createServer({ keepAliveTimeout: 30_000 }, handler)
      return server
    },
  })

  app.addHook('onRequest', async (request, reply) => {
    if (request.url.startsWith(controlPlane)) return undefined
    const label = labelOf(request)
    reply.raw.once('close', counter.begin(label))
    await applyFault(sim, label, request, reply)
    return reply.sent ? reply : undefined
  })
  app.addHook('preHandler', (request, _reply, done) => {
    if (!request.url.startsWith(controlPlane)) requests.keep(request)
    done()
  })
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) => {
    done(null, Object.fromEntries(new URLSearchParams(String(body))))
  })
  app.post(`${controlPlane}fault`, async (request, reply) => {
    const asked = faultSchema.nullable().safeParse(request.body ?? null)
    if (!asked.success) return await reply.code(400).send({ problems: asked.error.issues })
    sim.set(asked.data ?? undefined)
    return { backend: options.name, fault: asked.data }
  })
  app.get(`${controlPlane}stats`, () => ({ backend: options.name, ...counter.read() }))
  options.routes(app, sim)
  await app.ready()
  if (server === undefined) throw new Error('the server was not made')

  const listening = server
  let port = options.port ?? 0
  const up = async (): Promise<void> => {
    if (listening.listening) return
    listening.listen(port, '127.0.0.1')
    await once(listening, 'listening')
    const address = listening.address()
    if (address !== null && typeof address === 'object') port = address.port
  }
  const down = async (): Promise<void> => {
    if (!listening.listening) return
    const closed = once(listening, 'close')
    listening.close()
    listening.closeAllConnections()
    await closed
  }
  const close = async (): Promise<void> => {
    await down()
    await app.close()
  }
  await up()
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    up,
    down,
    fail: (fault) => sim.set(fault),
    stats: () => counter.read(),
    seen: () => requests.read(),
    resetStats: () => {
      counter.reset()
      requests.reset()
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

function labelOf(request: FastifyRequest): string {
  const { config, url } = request.routeOptions
  return config?.label ?? (url === undefined ? 'unknown route' : `${request.method} ${url}`)
}

import type { Implementation } from '@modelcontextprotocol/server'
import { fastify, type FastifyInstance } from 'fastify'
import type { Authenticate } from './auth/authenticate.ts'
import { createCallLedger, type KeepRecord } from './call-ledger.ts'
import type { OutputGate } from './gate/output-gate.ts'
import { resourceMetadataUrl, type ProtectedResource } from './http/challenge.ts'
import { boundConnections } from './http/connection-bounds.ts'
import { answerBadRequest, answerErrorsPlainly } from './http/error-answers.ts'
import { healthRoutes, type ReadyReport } from './http/health-routes.ts'
import { createHostCheck, hostGuard } from './http/host-guard.ts'
import { mcpRoute } from './http/mcp-route.ts'
import { metricsRoute } from './http/metrics-route.ts'
import { createLoadShedder, type TurnClock } from './http/load-shedder.ts'
import { requestBounds } from './http/request-bounds.ts'
import { shedLoad } from './http/shed-load.ts'
import type { TurnedAway } from './http/turned-away-tally.ts'
import { resourceMetadataRoute } from './http/resource-metadata-route.ts'
import { serverOptions } from './http/server-options.ts'
import { safeLimits, type Limits } from './limits.ts'
import type { Log } from './log.ts'
import { createServer } from './mcp/create-server.ts'
import { createExpressLane } from './mcp/express-lane.ts'
import { prepareTools } from './mcp/prepare-tools.ts'
import { createToolRunner, type Pacing } from './mcp/run-tool.ts'
import { createSdkMount } from './mcp/sdk-mount.ts'
import { openProtocol, type Protocol } from './mcp/protocol.ts'
import type { Tool } from './mcp/tool.ts'
import type { Metrics } from './metrics.ts'

/** Everything the gateway's shell is given. */
export interface AppOptions {
  readonly tools: readonly Tool[]
  /** A protocol side that outlives this shell and tells clients who listen when the menu changes; without it there is one that never does. */
  readonly protocol?: Protocol
  /** Said to every model on connecting. */
  readonly instructions: string
  readonly serverInfo: Implementation
  readonly authenticate: Authenticate
  /** Told to callers without a token, and served as metadata. */
  readonly resource?: ProtectedResource
  /** Hosts under which requests are taken, with a port where only that one is meant; pages of these hosts are the only ones that may call. */
  readonly hosts: readonly string[]
  readonly limits?: Partial<Limits>
  /** How callers are kept within their allowances; absent: they have none. */
  readonly pacing?: Pacing
  /** Epoch milliseconds. */
  readonly clock: () => number
  readonly log: Log | false
  readonly ready: () => Promise<ReadyReport>
  readonly metrics: Metrics
  /** Everything tools say goes through it. */
  readonly gate: OutputGate
  /** Keeps a durable record of calls that no tool recorded: refused, failed and cancelled ones. */
  readonly keepRecord?: KeepRecord
  /** Told of every request that is turned away for its token, or for lack of room. */
  readonly turnedAway?: (reason: TurnedAway) => void
  /** The event loop that must not be kept too busy; this process's own, unless said otherwise. */
  readonly turns?: TurnClock
  /** Who holds this may read the metrics from anywhere; without it they are read from this machine only. */
  readonly scrapeToken?: string
  /** `false` sends every call through the SDK; for comparing the two. */
  readonly expressLane?: boolean
}

/** Builds the gateway's HTTP and MCP shell. Opens nothing; throws `CONFIG_INVALID` when a tool cannot be offered. */
export function buildApp(options: AppOptions): FastifyInstance {
  const limits: Limits = { ...safeLimits, ...options.limits }
  const { log, metrics, clock, resource, serverInfo } = options
  const menu = prepareTools(options.tools)
  const ledger = createCallLedger(log, metrics, options.keepRecord)
  const runner = createToolRunner(ledger, options.gate, options.pacing)
  const announcesChanges = options.protocol !== undefined
  const serverParts = { menu, runner, ledger, serverInfo, instructions: options.instructions, announcesChanges }
  const protocol = options.protocol ?? openProtocol(limits)
  const mount = createSdkMount(protocol, {
    serve: (context) => createServer(serverParts, context),
    metadataUrl: resource === undefined ? undefined : resourceMetadataUrl(resource),
    clock,
    answerWithinMs: limits.handlerTimeoutMs,
    streamsPerCaller: limits.subscriptionsPerCaller,
  })

  const app = openFastify(limits)
  // behind a door it never listens, and has no connections of its own
  app.addHook('onListen', () => Promise.resolve(boundConnections(app.server, limits, metrics.connectionRefused)))
  const isOurHost = createHostCheck(options.hosts)
  const shedder = createLoadShedder(limits, options.turns)
  app.addHook(
    'onRequest',
    shedLoad(shedder, () => {
      metrics.requestShed()
      options.turnedAway?.('overloaded')
    }),
  )
  app.addHook('onRequest', requestBounds(limits))
  app.addHook('onRequest', hostGuard(isOurHost))
  answerErrorsPlainly(app, log)
  healthRoutes(app, options.ready, limits.readyTimeoutMs)
  metricsRoute(app, metrics, isOurHost, options.scrapeToken)
  if (resource !== undefined) resourceMetadataRoute(app, resource)
  void app.register(mcpRoute, {
    authenticate: options.authenticate,
    resource,
    lane:
      options.expressLane === false ? undefined : createExpressLane({ menu, runner, serverInfo, answerWithinMs: limits.handlerTimeoutMs }),
    mount,
    rates: options.pacing?.rates,
    limits,
    clock,
    ledger,
    log,
    metrics,
    tokenRefused: options.turnedAway,
  })
  app.addHook('preClose', async () => {
    await mount.settled()
    // streams that listen would otherwise keep the server from closing
    if (options.protocol === undefined) await protocol.close()
  })
  return app
}

function openFastify(limits: Limits): FastifyInstance {
  return fastify({
    logger: false,
    bodyLimit: limits.bodyBytes,
    requestTimeout: limits.requestTimeoutMs,
    connectionTimeout: limits.connectionTimeoutMs,
    keepAliveTimeout: limits.keepAliveTimeoutMs,
    http: serverOptions(limits),
    forceCloseConnections: 'idle',
    frameworkErrors: answerBadRequest,
  })
}

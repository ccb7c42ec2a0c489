import { createMcpHandler, type Implementation } from '@modelcontextprotocol/server'
import { fastify, type FastifyInstance } from 'fastify'
import type { Authenticate } from './auth/authenticate.ts'
import { createCallLedger, type KeepRecord } from './call-ledger.ts'
import type { OutputGate } from './gate/output-gate.ts'
import { resourceMetadataUrl, type ProtectedResource } from './http/challenge.ts'
import { boundConnections, lookAtConnectionsEveryMs } from './http/connection-bounds.ts'
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
import { safeLimits, type Limits } from './limits.ts'
import type { Log } from './log.ts'
import { createServer } from './mcp/create-server.ts'
import { createExpressLane } from './mcp/express-lane.ts'
import { createMenuSource } from './mcp/menu.ts'
import { createToolRunner, type Pacing } from './mcp/run-tool.ts'
import { createSdkMount } from './mcp/sdk-mount.ts'
import type { Tool } from './mcp/tool.ts'
import type { Metrics } from './metrics.ts'

/** Everything the gateway's shell is given. */
export interface AppOptions {
  /** The tools in force. Return another list to swap the menu; calls in flight end with the tools they began with. */
  readonly tools: () => readonly Tool[]
  /** Handed a function to call whenever `tools` returns another list; clients that listen are then told. */
  readonly onToolsChange?: (notify: () => void) => void
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
  const menu = createMenuSource(options.tools, (error) => {
    if (log !== false) log.error({ error }, 'a changed menu was refused, the last good one stays')
  })
  const ledger = createCallLedger(log, metrics, options.keepRecord)
  const runner = createToolRunner(ledger, options.gate, options.pacing)
  const announcesChanges = options.onToolsChange !== undefined
  const serverParts = { menu, runner, ledger, serverInfo, instructions: options.instructions, announcesChanges }
  const handler = createMcpHandler((context) => createServer(serverParts, context), {
    legacy: 'stateless',
    maxSubscriptions: limits.subscriptions,
    maxRequestBodySize: limits.bodyBytes,
  })
  const mount = createSdkMount(handler, {
    metadataUrl: resource === undefined ? undefined : resourceMetadataUrl(resource),
    clock,
    answerWithinMs: limits.handlerTimeoutMs,
    streamsPerCaller: limits.subscriptionsPerCaller,
  })
  options.onToolsChange?.(() => handler.notify.toolsChanged())

  const app = openFastify(limits)
  boundConnections(app.server, limits, metrics.connectionRefused)
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
  // streams that listen would otherwise keep the server from closing
  app.addHook('preClose', () => mount.close())
  return app
}

function openFastify(limits: Limits): FastifyInstance {
  return fastify({
    logger: false,
    bodyLimit: limits.bodyBytes,
    requestTimeout: limits.requestTimeoutMs,
    connectionTimeout: limits.connectionTimeoutMs,
    keepAliveTimeout: limits.keepAliveTimeoutMs,
    http: {
      headersTimeout: limits.headersTimeoutMs,
      connectionsCheckingInterval: lookAtConnectionsEveryMs,
      maxHeaderSize: limits.headerBytes,
      // two Authorization headers become one that cannot be read, rather than the first of them
      joinDuplicateHeaders: true,
    },
    forceCloseConnections: 'idle',
    frameworkErrors: answerBadRequest,
  })
}

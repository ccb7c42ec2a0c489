import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Implementation } from '@modelcontextprotocol/server'
import { fastify, type FastifyInstance } from 'fastify'
import type { Authenticate } from './auth/authenticate.ts'
import { createCallLedger, type KeepRecord } from './call-ledger.ts'
import type { OutputGate } from './gate/output-gate.ts'
import { resourceMetadataUrl, type ProtectedResource } from './http/challenge.ts'
import { answerBadRequest, answerErrorsPlainly } from './http/error-answers.ts'
import type { Admissions } from './http/admissions.ts'
import { createExpressEntrance } from './http/express-entrance.ts'
import { healthRoutes, type ReadyReport } from './http/health-routes.ts'
import { createHostCheck, hostGuard } from './http/host-guard.ts'
import { mcpRoute } from './http/mcp-route.ts'
import { metricsRoute } from './http/metrics-route.ts'
import { createLoadShedder, type TurnClock } from './http/load-shedder.ts'
import { requestBounds } from './http/request-bounds.ts'
import { endForLackOfRoom, shedLoad } from './http/shed-load.ts'
import type { TurnedAway } from './http/turned-away-tally.ts'
import { resourceMetadataRoute } from './http/resource-metadata-route.ts'
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

/** The gateway's shell, behind whatever door leads to it. */
export interface App {
  /** Resolves when it may be shown requests. */
  ready(): Promise<void>
  /** Answers a request. */
  handle(request: IncomingMessage, response: ServerResponse): void
  /** Answers bytes that are no request. */
  badBytes(error: Error, socket: Socket): void
  /** Waits for the answers that the SDK is giving, and ends the streams of a protocol side of its own. */
  close(): Promise<void>
}

/** Builds the gateway's HTTP and MCP shell. Opens nothing; throws `CONFIG_INVALID` when a tool cannot be offered. */
export function buildApp(options: AppOptions): App {
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
  const isOurHost = createHostCheck(options.hosts)
  const shedder = createLoadShedder(limits, options.turns)
  const admissions: Admissions = new WeakMap()
  const turnAway = (response: ServerResponse): void => {
    metrics.requestShed()
    options.turnedAway?.('overloaded')
    endForLackOfRoom(response)
  }
  app.addHook('onRequest', shedLoad(shedder, admissions, turnAway))
  app.addHook('onRequest', requestBounds(limits))
  app.addHook('onRequest', hostGuard(isOurHost))
  answerErrorsPlainly(app, log)
  healthRoutes(app, options.ready, limits.readyTimeoutMs)
  metricsRoute(app, metrics, isOurHost, options.scrapeToken)
  if (resource !== undefined) resourceMetadataRoute(app, resource)
  const lane =
    options.expressLane === false
      ? undefined
      : createExpressLane({ menu, runner, serverInfo, answerWithinMs: limits.handlerTimeoutMs, log })
  const common = { authenticate: options.authenticate, admissions, rates: options.pacing?.rates, limits, metrics, clock }
  void app.register(mcpRoute, { ...common, resource, lane, mount, ledger, log, turnedAway: options.turnedAway })
  app.addHook('preClose', async () => {
    await mount.settled()
    // streams that listen would otherwise keep the server from closing
    if (options.protocol === undefined) await protocol.close()
  })
  const passOn = (request: IncomingMessage, response: ServerResponse): void => app.routing(request, response)
  const entrance = lane && createExpressEntrance({ ...common, lane, shedder, turnAway, isOurHost, passOn })
  return {
    ready: async () => {
      await app.ready()
    },
    handle: (request, response) => {
      if (entrance?.(request, response) !== true) passOn(request, response)
    },
    badBytes: (error, socket) => void app.server.emit('clientError', error, socket),
    close: () => app.close(),
  }
}

function openFastify(limits: Limits): FastifyInstance {
  return fastify({
    logger: false,
    bodyLimit: limits.bodyBytes,
    frameworkErrors: answerBadRequest,
  })
}

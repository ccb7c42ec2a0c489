import { systemClock, type Clock } from '@cx-concierge/core'
import type { Store } from '@cx-concierge/store'
import { buildApp } from './app.ts'
import type { TokenIssuer } from './auth/token-issuer.ts'
import type { Config } from './config/load-config.ts'
import { coreMetrics } from './core-metrics.ts'
import { openDesk, type Desk } from './desk/desk.ts'
import { toolsOf } from './desk/tools/tools.ts'
import { undecidedCall } from './desk/undecided-call.ts'
import { createOutputGate } from './gate/output-gate.ts'
import { instructionsFor } from './instructions.ts'
import { createTurnedAwayTally } from './http/turned-away-tally.ts'
import type { Limits } from './limits.ts'
import type { Log } from './log.ts'
import { basicScopes } from './mcp/basic-scopes.ts'
import { createMetrics } from './metrics.ts'
import { openAuthenticator } from './open-authenticator.ts'
import { openRecords } from './open-records.ts'
import { meanwhileOf } from './rates/meanwhile.ts'
import { openRates } from './rates/open-rates.ts'
import type { RateLimits } from './rates/rates.ts'
import { recordMetrics } from './record-metrics.ts'

/** What a gateway is started with. */
export interface GatewayOptions {
  readonly config: Config
  readonly host: string
  /** 0: any free port. */
  readonly port: number
  /** SQLite file for records, or `:memory:`; the key for hashing addresses lies beside it. */
  readonly storeFile: string
  readonly log: Log | false
  readonly clock?: Clock
  /** Takes the demo's tokens instead of the configuration's issuers; on this machine only. */
  readonly demo?: boolean
  /** Replaces the configuration's issuers, for tests that bring their own keys. */
  readonly issuers?: readonly TokenIssuer[]
  readonly deadlineMs?: number
  /** Replaces the configuration's allowances, for tests and benchmarks that ask more than anybody should. */
  readonly rates?: RateLimits
  /** Valkey or Redis, in which all replicas count calls together. */
  readonly cacheUrl?: string
  readonly limits?: Partial<Limits>
  /** `false` sends every call through the SDK; for comparing the two. */
  readonly expressLane?: boolean
}

/** A gateway that is listening. */
export interface RunningGateway {
  /** The MCP URL. */
  readonly url: string
  readonly port: number
  readonly desk: Desk
  readonly store: Store
  close(): Promise<void>
}

const usualDeadlineMs = 2_000
const loopbackNames = ['127.0.0.1', 'localhost', '[::1]']
const version = '0.1.0'

/** Starts a gateway over a checked configuration. Throws `ConciergeError` when it must not or cannot start; nothing is then left open. */
export async function startGateway(options: GatewayOptions): Promise<RunningGateway> {
  const { config, host, log, clock = systemClock, cacheUrl, issuers = config.issuers } = options
  const { access, policy } = config
  // what was opened last is closed first
  await using opening = new AsyncDisposableStack()
  const metrics = opening.adopt(createMetrics(), (one) => one.close())
  const records = opening.adopt(await openRecords(options.storeFile, access.audit, clock, log), (one) => one.close())
  const { store, hash } = records
  recordMetrics(metrics.registry, store, records.keeper, clock.now)
  const demoOn = options.demo ? host : undefined
  const authenticator = opening.adopt(await openAuthenticator({ access, issuers, demoOn, clock, log, metrics }), (one) => one.close())
  const gate = createOutputGate({
    linkHosts: new Set([...policy.company.linkHosts, ...policy.company.imageHosts]),
    onWithheld: (tool, check) => {
      metrics.answerWithheld(tool, check)
      if (log !== false) log.error({ tool, reason: check }, 'an answer was withheld')
    },
  })
  const observe = coreMetrics(metrics.registry)
  const { deadlineMs = usualDeadlineMs } = options
  const desk = opening.adopt(await openDesk({ config, store, clock, hash, log, observe, gate, deadlineMs }), (one) => one.close())
  const turnedAway = opening.adopt(
    createTurnedAwayTally({
      clock: clock.now,
      keep: (refused) => store.refused(refused),
      trouble: (error) => log !== false && log.error({ error }, 'requests that were turned away could not be recorded'),
    }),
    (one) => one.close(),
  )
  const counting = { cacheUrl, log, monotonic: clock.monotonic, onFailure: metrics.ratesFailed }
  const rates = opening.adopt(openRates(options.rates ?? access.rates, counting), (one) => one.close())
  const tools = toolsOf(desk, config)
  const authorizationServers = issuers.map(({ issuer }) => issuer)
  const resource = { url: access.tokens.audience, authorizationServers, scopes: basicScopes(tools), dpop: access.tokens.dpop }
  const app = buildApp({
    tools: () => tools,
    instructions: instructionsFor(access.company),
    serverInfo: { name: 'cx-concierge', title: `${access.company.name} concierge desk`, version },
    authenticate: authenticator.authenticate,
    // where there is nobody to get a token from, nobody is sent there
    ...(options.demo || authorizationServers.length === 0 ? {} : { resource }),
    pacing: { rates, meanwhile: meanwhileOf(policy) },
    hosts: [...access.served_as, ...portOf(access.tokens.audience, access.served_as), ...(isLoopback(host) ? loopbackNames : [])],
    clock: clock.now,
    log,
    ready: desk.ready,
    metrics,
    gate,
    keepRecord: (ended, durationMs) => desk.note(undecidedCall(ended, durationMs)),
    turnedAway: turnedAway.count,
    ...(config.metricsToken === undefined ? {} : { scrapeToken: config.metricsToken }),
    ...(options.limits ? { limits: options.limits } : {}),
    ...(options.expressLane === undefined ? {} : { expressLane: options.expressLane }),
  })
  opening.defer(() => app.close())
  const port = Number(new URL(await app.listen({ host, port: options.port })).port)
  const open = opening.move()
  return { url: `http://${isLoopback(host) ? '127.0.0.1' : host}:${port}/mcp`, port, desk, store, close: () => open.disposeAsync() }
}

/** The audience as a host, where it has a port: callers know the desk under it, whatever port it listens on. */
function portOf(audience: string, servedAs: readonly string[]): readonly string[] {
  const { host, hostname, port } = new URL(audience)
  return port !== '' && servedAs.includes(hostname) ? [host] : []
}

const isLoopback = (host: string): boolean => host === '127.0.0.1' || host === '::1' || host === 'localhost'

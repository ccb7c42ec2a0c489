import { systemClock } from '@cx-concierge/core'
import type { Store } from '@cx-concierge/store'
import type { Bus } from './bus/bus.ts'
import { usualLeewayS } from './auth/authenticator.ts'
import { createProofMemory } from './auth/proof.ts'
import { coreMetrics } from './core-metrics.ts'
import type { Desk } from './desk/desk.ts'
import { followNotices, tellingOfBreakers } from './desk/follow-notices.ts'
import { openRedirects } from './desk/open-redirects.ts'
import type { GatewayOptions } from './gateway-options.ts'
import type { House } from './generation/house.ts'
import { putInForce } from './generation/in-force.ts'
import { openGeneration } from './generation/open-generation.ts'
import { createDoor } from './http/door.ts'
import type { ReadyReport } from './http/health-routes.ts'
import { createTurnedAwayTally } from './http/turned-away-tally.ts'
import { isLoopback } from './http/loopback.ts'
import { safeLimits } from './limits.ts'
import { createMetrics } from './metrics.ts'
import { openRecords } from './open-records.ts'
import { recordMetrics } from './record-metrics.ts'
import type { ConfigStatus, ReloadReport } from './reload/config-status.ts'
import { startReloader, type Reloader } from './reload/reloader.ts'
import { tellOfReload } from './reload/tell-of-reload.ts'
import { openFleet } from './shared/open-fleet.ts'

/** A gateway that is listening. */
export interface RunningGateway {
  /** The MCP URL. */
  readonly url: string
  readonly port: number
  /** The desk in force now. */
  readonly desk: Desk
  readonly store: Store
  /** To other replicas. */
  readonly bus: Bus
  /** Brings the files into force as they are now, here and on other replicas; `undefined` when the gateway was told of none. */
  readonly reload: (() => Promise<ReloadReport>) | undefined
  readonly configuration: () => ConfigStatus | undefined
  /**
   * Ends as behind a balancer: not ready any more, answering all the same for `noticeMs`, then no new connection, until every answer is given; then
   * streams that listen get their last one. Resolves with how many connections had to be cut after `graceMs`.
   */
  drain(patience: Patience): Promise<number>
  /** Ends at once, but for answers that are under way. */
  close(): Promise<void>
}

/** How long ending may take. */
export interface Patience {
  /** How long balancers are given to notice. */
  readonly noticeMs: number
  /** How long answers under way are waited for. */
  readonly graceMs: number
}

const usualGraceMs = 20_000

/** Starts a gateway over a checked configuration. Throws `ConciergeError` when it must not or cannot start; nothing is then left open. */
export async function startGateway(options: GatewayOptions): Promise<RunningGateway> {
  const { config, host, log, clock = systemClock, changes } = options
  // what was opened last is closed first
  await using opening = new AsyncDisposableStack()
  const metrics = opening.adopt(createMetrics(), (one) => one.close())
  const { storeFile, database } = options
  const records = opening.adopt(await openRecords({ storeFile, database, audit: config.access.audit, clock, log }), (one) => one.close())
  const { store } = records
  recordMetrics(metrics.registry, store, records.keeper, clock.now)
  const turnedAway = opening.adopt(
    createTurnedAwayTally({
      clock: clock.now,
      keep: (refused) => store.refused(refused),
      trouble: (error) => log !== false && log.error({ error }, 'requests that were turned away could not be recorded'),
    }),
    (one) => one.close(),
  )
  const trouble = (what: string, error: unknown): void => {
    if (log !== false) log.error({ event: what, error }, 'a change of configuration had trouble')
  }
  const fleetParts = {
    url: options.cacheUrl,
    key: config.sharedKey,
    clock,
    log,
    registry: metrics.registry,
    patienceMs: options.cachePatienceMs,
  }
  const fleet = opening.adopt(openFleet(fleetParts), (one) => one.close())
  let reloader: Reloader | undefined
  let stopping = false
  const house: House = {
    options,
    clock,
    log,
    metrics,
    observe: tellingOfBreakers(coreMetrics(metrics.registry), fleet.bus),
    records,
    fleet,
    redirects: await openRedirects(store, log),
    turnedAway,
    usedProofs: createProofMemory(usualLeewayS),
    ready: async (desk) => {
      const report = await desk()
      return stopping ? { ...report, ready: false } : withConfiguration(report, reloader?.status())
    },
  }
  const door = createDoor({ ...safeLimits, ...options.limits }, metrics.connectionRefused)
  const first = await openGeneration(config, house, undefined)
  const inForce = putInForce(first, door, {
    menuChanged: () => fleet.bus.publish({ kind: 'tools' }),
    trouble: (error) => trouble('close_generation', error),
  })
  opening.defer(
    followNotices(fleet, {
      sources: () => inForce.generation.desk.sources.values(),
      reload: () => reloader?.reloadToo(),
      toolsChanged: () => inForce.toolsChanged(),
      monotonic: clock.monotonic,
    }),
  )
  let port: number
  try {
    port = await door.listen(host, options.port)
  } catch (error) {
    await first.close()
    throw error
  }
  reloader =
    changes &&
    (await startReloader({
      changes,
      inForce,
      open: (next) => openGeneration(next, house, inForce.generation.parts),
      issuersOf: (next) => (options.demo ? [] : (options.issuers ?? next.issuers)),
      clock,
      registry: metrics.registry,
      tell: (report) => tellOfReload(report, { log, store, now: clock.now }),
      pass: () => fleet.bus.publish({ kind: 'reload' }),
      follow: (next) => records.follow(next.access.audit),
      trouble,
    }))
  const open = opening.move()

  async function end({ noticeMs, graceMs }: Patience): Promise<number> {
    stopping = true
    door.sayFarewell()
    await reloader?.close()
    if (noticeMs > 0) await new Promise((resolve) => setTimeout(resolve, noticeMs))
    const cut = await door.close(graceMs, () => inForce.endStreams())
    await inForce.close()
    await open.disposeAsync()
    return cut
  }
  let ending: Promise<number> | undefined
  const drain = (patience: Patience): Promise<number> => (ending ??= end(patience))

  return {
    url: `http://${isLoopback(host) ? '127.0.0.1' : host}:${port}/mcp`,
    port,
    get desk() {
      return inForce.generation.desk
    },
    store,
    bus: fleet.bus,
    reload: reloader && (() => reloader.reload()),
    configuration: () => reloader?.status(),
    drain,
    close: async () => {
      await drain({ noticeMs: 0, graceMs: usualGraceMs })
    },
  }
}

/** Files that are not in force are no reason to send calls elsewhere, but one to look. */
const withConfiguration = (report: ReadyReport, status: ConfigStatus | undefined): ReadyReport =>
  status === undefined
    ? report
    : { ...report, parts: { ...report.parts, configuration: status.refused || status.from === 'last_good' ? 'degraded' : 'ok' } }

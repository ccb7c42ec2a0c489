import { ConciergeError } from '@cx-concierge/contract'
import type { Clock } from '@cx-concierge/core'
import type { Registry } from 'prom-client'
import type { TokenIssuer } from '../auth/token-issuer.ts'
import type { Fault } from '../config/fault.ts'
import type { Config } from '../config/load-config.ts'
import { fingerprintOf, readTexts } from '../config/read-texts.ts'
import type { InForce } from '../generation/in-force.ts'
import type { Generation } from '../generation/open-generation.ts'
import { checkNew } from './check-new.ts'
import type { ConfigChanges } from './config-changes.ts'
import { configMetrics } from './config-metrics.ts'
import type { ConfigStatus, ReloadReport } from './config-status.ts'
import { keepLastGood } from './last-good.ts'
import { watchFiles } from './watch-files.ts'

/** What reloading needs. */
export interface ReloaderParts {
  readonly changes: ConfigChanges
  readonly inForce: InForce
  readonly open: (config: Config) => Promise<Generation>
  readonly issuersOf: (config: Config) => readonly TokenIssuer[]
  readonly clock: Clock
  readonly registry: Registry
  /** Told of every attempt, once it is decided. */
  readonly tell: (report: ReloadReport) => void
  /** Has other replicas take their files too. Called when whoever runs this one has told it to, and what it found is in force. */
  readonly pass: () => void
  /** Told, when it is in force, of a configuration that others have to follow. */
  readonly follow: (config: Config) => Promise<void>
  readonly trouble: (what: string, error: unknown) => void
}

/** Brings changed files into force. */
export interface Reloader {
  /** Reads, checks and tries the files now, whether they have changed or not: secrets they refer to may have. One at a time. Never rejects. */
  reload(): Promise<ReloadReport>
  /** The same because another replica says so: told to no other, and once for all who say so while it waits for its turn. */
  reloadToo(): void
  status(): ConfigStatus
  /** Watches no more, and waits for an attempt under way. */
  close(): Promise<void>
}

/** Keeps the configuration in force, and starts to follow the files. A bad set changes nothing: all its faults are told and the one in force stays. */
export async function startReloader(parts: ReloaderParts): Promise<Reloader> {
  const { changes, inForce, clock, tell, trouble } = parts
  const statusOf = (generation: number, { fingerprint, change }: Config, from: ConfigStatus['from']): ConfigStatus => ({
    generation,
    fingerprint,
    change,
    from,
  })
  let status = statusOf(1, inForce.generation.config, changes.badAtStart ? 'last_good' : 'files')
  let work: Promise<unknown> = Promise.resolve()
  let closed = false
  const { tried } = configMetrics(parts.registry, () => status)

  function refuse(fingerprint: string, faults: readonly Fault[], startedMs: number): ReloadReport {
    status = { ...status, refused: { at: clock.now(), fingerprint, faults } }
    return told({ applied: false, faults, status, tookMs: clock.monotonic() - startedMs })
  }

  function told(report: ReloadReport): ReloadReport {
    tried(report.applied)
    tell(report)
    return report
  }

  async function attempt(): Promise<ReloadReport> {
    const startedMs = clock.monotonic()
    let fingerprint = ''
    try {
      const { config, faults, ...loaded } = await changes.load()
      fingerprint = loaded.fingerprint
      if (!config) return refuse(fingerprint, faults, startedMs)
      const next = await parts.open(config)
      const unreachable = await checkNew(next, parts.issuersOf(config), clock.now)
      if (unreachable.length > 0) {
        await next.close()
        return refuse(fingerprint, [...faults, ...unreachable], startedMs)
      }
      inForce.replace(next)
      status = statusOf(status.generation + 1, config, 'files')
      const report = told({ applied: true, faults, status, tookMs: clock.monotonic() - startedMs })
      await parts.follow(config).catch((error: unknown) => trouble('follow', error))
      await keep(config)
      return report
    } catch (error) {
      if (!ConciergeError.is(error)) trouble('reload', error)
      const what = ConciergeError.is(error) ? `${error.code}: ${error.message}` : 'it could not be made ready'
      return refuse(fingerprint, [{ severity: 'error', file: 'the four files', line: 1, column: 1, where: 'together', what }], startedMs)
    }
  }

  async function keep(config: Config): Promise<void> {
    try {
      await keepLastGood(changes.lastGoodFile, { ...config, at: clock.now() })
    } catch (error) {
      trouble('keep_last_good', error)
    }
  }

  function inTurn<Result>(step: () => Promise<Result>): Promise<Result> {
    const next = work.then(step)
    work = next.catch(() => undefined)
    return next
  }

  /** Files that are in force already, or were refused before, are left alone. */
  async function look(folder: string): Promise<void> {
    if (closed) return
    const fingerprint = fingerprintOf(await readTexts(folder))
    if (fingerprint === status.fingerprint) status = statusOf(status.generation, inForce.generation.config, 'files')
    else if (fingerprint !== status.refused?.fingerprint) await attempt()
  }

  if (changes.badAtStart) refuse(changes.badAtStart.fingerprint, changes.badAtStart.faults, clock.monotonic())
  else await keep(inForce.generation.config)
  const { watch } = changes
  const stopWatching = watch === undefined ? undefined : watchFiles(watch, () => inTurn(() => look(watch)))
  let isDue = false
  return {
    reload: async () => {
      const report = await inTurn(attempt)
      if (report.applied) parts.pass()
      return report
    },
    reloadToo: () => {
      if (isDue || closed) return
      isDue = true
      void inTurn(() => {
        isDue = false
        return attempt()
      })
    },
    status: () => status,
    close: async () => {
      closed = true
      stopWatching?.()
      await work
    },
  }
}

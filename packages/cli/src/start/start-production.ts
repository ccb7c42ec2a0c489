import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { systemClock } from '@cx-concierge/core'
import { createLog, loadConfig, startGateway, type RunningGateway } from '@cx-concierge/gateway'
import { faultLines } from '../fault-lines.ts'
import { complain, usesColours } from '../terminal.ts'
import { reportCrashes } from './report-crashes.ts'

/** Where and over what a gateway is started. */
export interface StartOptions {
  readonly config: string
  readonly host: string
  readonly port: number
  /** Folder for records and keys. */
  readonly data: string
}

/** A gateway, and the change of the configuration it runs on. */
export interface Production {
  readonly gateway: RunningGateway
  readonly change: string
  /** Tells two states of the four files apart. */
  readonly fingerprint: string
}

/** Starts a gateway over real systems. `undefined` when the configuration has faults; they have been printed. */
export async function startProduction(options: StartOptions): Promise<Production | undefined> {
  reportCrashes()
  const { config, faults } = await loadConfig(options.config, { now: systemClock.now() })
  for (const line of faultLines(faults, usesColours())) complain(line)
  if (!config) return undefined
  await mkdir(options.data, { recursive: true, mode: 0o700 })
  const gateway = await startGateway({
    config,
    host: options.host,
    port: options.port,
    storeFile: join(options.data, 'concierge.sqlite'),
    log: createLog(),
    ...(process.env['CACHE_URL'] ? { cacheUrl: process.env['CACHE_URL'] } : {}),
  })
  return { gateway, change: config.change, fingerprint: config.fingerprint.slice(0, 16) }
}

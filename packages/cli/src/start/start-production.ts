import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { systemClock } from '@cx-concierge/core'
import { createLog, loadConfig, startGateway, type RunningGateway } from '@cx-concierge/gateway'
import { faultLines } from '../fault-lines.ts'
import { complain, usesColours } from '../terminal.ts'

/** Where and over what a gateway is started. */
export interface StartOptions {
  readonly config: string
  readonly host: string
  readonly port: number
  /** Folder for records and keys. */
  readonly data: string
}

/** Starts a gateway over real systems. `undefined` when the configuration has faults; they have been printed. */
export async function startProduction(options: StartOptions): Promise<RunningGateway | undefined> {
  const { config, faults } = await loadConfig(options.config, { now: systemClock.now() })
  for (const line of faultLines(faults, usesColours())) complain(line)
  if (!config) return undefined
  await mkdir(options.data, { recursive: true, mode: 0o700 })
  return startGateway({
    config,
    host: options.host,
    port: options.port,
    storeFile: join(options.data, 'concierge.sqlite'),
    log: createLog(),
  })
}

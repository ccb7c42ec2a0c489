import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { systemClock } from '@cx-concierge/core'
import {
  createLog,
  lastGoodFile,
  loadConfig,
  readLastGood,
  startGateway,
  type Config,
  type Loaded,
  type RunningGateway,
} from '@cx-concierge/gateway'
import { takeOrders } from '../control/control-socket.ts'
import { faultLines } from '../fault-lines.ts'
import { recordDatabase } from '../record-database.ts'
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

/** A gateway, and the configuration it runs on. */
export interface Production {
  readonly gateway: RunningGateway
  readonly config: Config
  /** Whether it is the last good configuration, because the files are bad. */
  readonly onLastGood: boolean
  /** Takes no orders any more. */
  readonly deaf: () => Promise<void>
}

/**
 * Starts a gateway over real systems; it follows its files from then on. When they have faults, it starts on the last good configuration of the data
 * folder, and says so; `undefined` when there is none that can be used. Faults have been printed.
 */
export async function startProduction(options: StartOptions): Promise<Production | undefined> {
  reportCrashes()
  const log = createLog()
  const load = (): Promise<Loaded> => loadConfig(options.config, { now: systemClock.now() })
  const loaded = await load()
  for (const line of faultLines(loaded.faults, usesColours())) complain(line)
  const config = loaded.config ?? (await lastGood(options))
  if (!config) return undefined
  await mkdir(options.data, { recursive: true, mode: 0o700 })
  const onLastGood = loaded.config === undefined
  const database = recordDatabase(process.env)
  const gateway = await startGateway({
    config,
    host: options.host,
    port: options.port,
    storeFile: join(options.data, 'concierge.sqlite'),
    ...(database ? { database } : {}),
    log,
    changes: {
      load,
      watch: options.config,
      lastGoodFile: lastGoodFile(options.data),
      ...(onLastGood ? { badAtStart: loaded } : {}),
    },
    ...(process.env['CACHE_URL'] ? { cacheUrl: process.env['CACHE_URL'] } : {}),
  })
  process.on('SIGHUP', () => void gateway.reload?.())
  const deaf = await takeOrders(options.data, async (order) =>
    order === 'reload' ? await gateway.reload?.() : gateway.configuration(),
  ).catch((error: unknown) => {
    log.error({ error }, 'orders cannot be taken here; SIGHUP still reloads')
    return () => Promise.resolve()
  })
  return { gateway, config, onLastGood, deaf }
}

async function lastGood({ config: folder, data }: StartOptions): Promise<Config | undefined> {
  const kept = await readLastGood(lastGoodFile(data))
  if (!kept) return undefined
  const { config, faults } = await loadConfig(folder, { now: systemClock.now(), texts: kept.texts })
  const since = new Date(kept.at).toISOString()
  if (config)
    complain(
      `THE FILES IN ${folder} ARE BAD. Starting on the last good configuration instead: change ${kept.change}, in force since ${since}.`,
    )
  else {
    complain(`the last good configuration, of ${since}, cannot be used either:`)
    for (const line of faultLines(faults, usesColours())) complain(line)
  }
  return config
}

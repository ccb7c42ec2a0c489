// One gateway in a process of its own, over pretend backends that run elsewhere.
import { loadConfig, startGateway, type RateLimits, type RecordDatabase, type TokenIssuer } from '@cx-concierge/gateway'
import type { Sandbox } from '@cx-concierge/sandbox'

/** What a replica is told before it starts. */
export interface ReplicaOrder {
  readonly port: number
  readonly configFolder: string
  readonly overrides: readonly (readonly [string, NonNullable<ReturnType<Sandbox['overrides']['get']>>])[]
  readonly storeFile: string
  readonly database?: RecordDatabase
  readonly cacheUrl?: string
  readonly rates: RateLimits
  readonly issuer: TokenIssuer
}

process.once('message', (order: ReplicaOrder) => {
  start(order).then(
    () => process.send?.('ready'),
    (error: unknown) => {
      process.stderr.write(`${String(error)}\n`)
      process.exit(1)
    },
  )
})
process.once('disconnect', () => process.exit(0))

async function start({ port, configFolder, overrides, storeFile, database, cacheUrl, rates, issuer }: ReplicaOrder): Promise<void> {
  const { config, faults } = await loadConfig(configFolder, {
    now: Date.now(),
    overrides: new Map(overrides),
    missingSecrets: 'warning',
  })
  if (!config) throw new Error(faults.map(({ what }) => what).join('\n'))
  await startGateway({
    config,
    host: '127.0.0.1',
    port,
    storeFile,
    ...(database === undefined ? {} : { database }),
    log: false,
    rates,
    issuers: [issuer],
    ...(cacheUrl === undefined ? {} : { cacheUrl }),
  })
}

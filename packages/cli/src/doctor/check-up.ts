import type { Config, Fault } from '@cx-concierge/gateway'
import { checkApiKeys } from './check-api-keys.ts'
import { checkBackends } from './check-backends.ts'
import { checkChange } from './check-change.ts'
import { checkConfiguration } from './check-configuration.ts'
import { checkDataFolder, checkSecretFiles } from './check-files.ts'
import { checkGateway } from './check-gateway.ts'
import { checkIssuers } from './check-issuers.ts'
import { checkProcess } from './check-process.ts'
import { checkSharedCache } from './check-shared-cache.ts'
import { checkRecords } from './check-records.ts'
import { about, type Finding } from './finding.ts'

/** What is to be looked at. */
export interface CheckUp {
  readonly config: Config | undefined
  readonly faults: readonly Fault[]
  /** The folder of the four files. */
  readonly folder: string
  readonly data: string
  /** The MCP URL of a running gateway; without it nothing is said of one. */
  readonly url: string | undefined
  readonly env: Readonly<Record<string, string | undefined>>
  readonly userId: number | undefined
  /** Epoch milliseconds. */
  readonly now: () => number
}

/** Goes through the go-live list. Every point gives at least one finding; one that breaks down counts as bad, and the others go on. */
export async function checkUp({ config, faults, folder, data, url, env, userId, now }: CheckUp): Promise<readonly Finding[]> {
  const points: readonly (readonly [point: string, look: () => readonly Finding[] | Promise<readonly Finding[]>])[] = [
    ['process', () => checkProcess(env, userId)],
    ['configuration', () => checkConfiguration(config, faults)],
    ['configuration in force', () => checkChange(config, data)],
    ['secrets', () => checkSecretFiles(folder, now())],
    ['data folder', () => checkDataFolder(data)],
    ['records', () => checkRecords({ data, checkpointsTo: config?.access.audit.checkpoints_to, userId, env })],
    ...(config
      ? ([
          ['API keys', () => checkApiKeys(config.access.tokens.api_keys?.file, now())],
          ['issuers', () => checkIssuers(config, now)],
          ['backends', () => checkBackends(config, now)],
          ['shared cache', () => checkSharedCache(config, env['CACHE_URL'])],
        ] as const)
      : []),
    ['gateway', () => gateway(config, url, now)],
  ]
  const findings = await Promise.all(
    points.map(async ([point, look]) => {
      try {
        return await look()
      } catch (error) {
        return [
          about(point).bad(
            `could not be looked at (${error instanceof Error ? error.name : 'unknown'})`,
            'run it again; if it stays, it is our fault',
          ),
        ]
      }
    }),
  )
  return findings.flat()
}

async function gateway(config: Config | undefined, url: string | undefined, now: () => number): Promise<readonly Finding[]> {
  const running = about('gateway')
  if (url === undefined) return [running.skipped('no running gateway was named; name one with --url')]
  const parsed = URL.parse(url)
  if (parsed === null) return [running.bad(`${url} is no address`, 'give the MCP URL, such as https://concierge.example/mcp')]
  return await checkGateway({ url: parsed, audience: config?.access.tokens.audience, now })
}

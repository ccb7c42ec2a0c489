import { connectorPackage, loadConfig, type Config } from '@cx-concierge/gateway'
import type { BackendToPretend, Sandbox } from '@cx-concierge/sandbox'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import { z } from 'zod'

const connectorNames = z.looseObject({ connectors: z.record(z.string(), z.looseObject({ use: z.string() })) })
const configFolder = fileURLToPath(new URL('../../config', import.meta.url))

/** The backends that the repository's own configuration names, to be pretended. */
export async function configuredBackends(): Promise<readonly BackendToPretend[]> {
  const { connectors } = connectorNames.parse(parse(await readFile(join(configFolder, 'connectors.yaml'), 'utf8')))
  return Object.entries(connectors).map(([name, { use }]) => ({ name, connector: connectorPackage(use) }))
}

/** The repository's own configuration over pretend backends, at a moment in epoch milliseconds. Throws an `Error` with the faults when it has any. */
export async function readConfig(overrides: Sandbox['overrides'], now: number): Promise<Config> {
  const { config, faults } = await loadConfig(configFolder, { now, overrides, missingSecrets: 'warning' })
  if (!config) throw new Error(`the configuration has faults: ${JSON.stringify(faults)}`)
  return config
}

import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { systemClock } from '@cx-concierge/core'
import { connectorPackage, loadConfig, startGateway, type RunningGateway } from '@cx-concierge/gateway'
import { northwind, startSandbox, type Sandbox } from '@cx-concierge/sandbox'
import { configuredConnectors } from '../configured-connectors.ts'
import { faultLines } from '../fault-lines.ts'
import { complain, usesColours } from '../terminal.ts'
import type { StartOptions } from './start-production.ts'

/** A gateway in front of pretend backends. */
export interface Demo {
  readonly gateway: RunningGateway
  readonly sandbox: Sandbox
}

/** Starts the gateway with Northwind Cloud's pretend systems in place of real ones. `undefined` when the configuration has faults. */
export async function startDemo(options: StartOptions): Promise<Demo | undefined> {
  const company = await northwind()
  const backends = (await configuredConnectors(options.config)).map(({ name, use }) => ({ name, connector: connectorPackage(use) }))
  const sandbox = await startSandbox({ backends, company: () => company })
  try {
    const { config, faults } = await loadConfig(options.config, {
      now: systemClock.now(),
      overrides: sandbox.overrides,
      missingSecrets: 'warning',
    })
    if (!config) {
      for (const line of faultLines(faults, usesColours())) complain(line)
      await sandbox.close()
      return undefined
    }
    await mkdir(options.data, { recursive: true, mode: 0o700 })
    const gateway = await startGateway({
      config,
      host: options.host,
      port: options.port,
      storeFile: join(options.data, 'demo.sqlite'),
      log: false,
      demo: true,
    })
    return { gateway, sandbox }
  } catch (error) {
    await sandbox.close()
    throw error
  }
}

import { connectorPackage, loadConfig, startGateway, type RunningGateway, type TokenIssuer } from '@cx-concierge/gateway'
import { startSandbox, type Sandbox } from '@cx-concierge/sandbox'
import { faultLines } from '../fault-lines.ts'
import { configuredConnectors } from '../configured-connectors.ts'

/** A stage for scenarios: pretend backends on real sockets, and gateways that believe them. */
export interface World {
  readonly sandbox: Sandbox
  /** The audience tokens must name. */
  readonly audience: string
  /** The moment everybody on this stage believes it is. Epoch milliseconds. */
  now: number
  company: Readonly<Record<string, unknown>>
  /** A gateway that remembers nothing. */
  openGateway(): Promise<RunningGateway>
  /** Makes exactly these backends refuse connections. */
  takeDown(names: readonly string[]): Promise<void>
  close(): Promise<void>
}

/** Sets a stage over a configuration folder. Throws an `Error` with the faults when the configuration has any. */
export async function openWorld(configFolder: string, issuer: TokenIssuer): Promise<World> {
  const backends = (await configuredConnectors(configFolder)).map(({ name, use }) => ({ name, connector: connectorPackage(use) }))
  const stage = { now: Date.now(), company: {} as Readonly<Record<string, unknown>> }
  const sandbox = await startSandbox({ backends, company: () => stage.company, now: () => stage.now })
  const { config, faults } = await loadConfig(configFolder, { now: Date.now(), overrides: sandbox.overrides, missingSecrets: 'warning' })
  if (!config) {
    await sandbox.close()
    throw new Error(`the configuration has faults:\n${faultLines(faults, false).join('\n')}`)
  }
  const downNow = new Set<string>()
  return Object.assign(stage, {
    sandbox,
    audience: config.access.tokens.audience,
    openGateway: () =>
      startGateway({
        config,
        host: '127.0.0.1',
        port: 0,
        storeFile: ':memory:',
        log: false,
        issuers: [issuer],
        clock: { now: () => stage.now, monotonic: () => performance.now() },
      }),
    takeDown: async (names: readonly string[]) => {
      for (const [name, backend] of sandbox.backends) {
        if (names.includes(name) === downNow.has(name)) continue
        if (names.includes(name)) {
          await backend.down()
          downNow.add(name)
        } else {
          await backend.up()
          downNow.delete(name)
        }
      }
    },
    close: () => sandbox.close(),
  })
}

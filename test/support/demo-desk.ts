import { startGateway } from '@cx-concierge/gateway'
import { northwind, startSandbox, type Company } from '@cx-concierge/sandbox'
import { configuredBackends, readConfig } from './repository-config.ts'
import { roomForAll } from './without-limit.ts'

/** A gateway that takes the demo's tokens, over pretend backends that hold Northwind Cloud. Everything listens on free ports of this machine. */
export interface DemoDesk extends AsyncDisposable {
  /** The MCP URL. */
  readonly url: string
  /** The moment everybody at this desk believes it is. Epoch milliseconds. */
  moment: number
  /** Makes these backends refuse connections, by their names in connectors.yaml. */
  takeDown(names: readonly string[]): Promise<void>
  close(): Promise<void>
}

/** How a desk differs from the usual one. */
export interface DemoDeskOptions {
  /** Backends that refuse connections from the start, by their names in connectors.yaml; or every one of them. */
  readonly down?: readonly string[] | 'all'
  /** Northwind Cloud with something changed. */
  readonly company?: (company: Company) => Company
}

/** The moment at which demo desks open: a Friday morning in New York, when Sarah Jenkins is at work. */
const deskMoment: number = Date.UTC(2026, 10, 20, 15)

/** Opens a desk that remembers nothing. Throws an `Error` with the faults when the configuration in this repository has any. */
export async function openDemoDesk({ down = [], company = (usual) => usual }: DemoDeskOptions = {}): Promise<DemoDesk> {
  const records = company(await northwind())
  const time = { moment: deskMoment }
  const now = (): number => time.moment
  await using opening = new AsyncDisposableStack()
  const sandbox = opening.adopt(await startSandbox({ backends: await configuredBackends(), company: () => records, now }), (one) =>
    one.close(),
  )
  const config = await readConfig(sandbox.overrides, deskMoment)
  const takeDown = async (names: readonly string[]): Promise<void> => {
    for (const name of names) await sandbox.backends.get(name)?.down()
  }
  await takeDown(down === 'all' ? [...sandbox.backends.keys()] : down)
  const gateway = opening.adopt(
    await startGateway({
      config,
      limits: roomForAll,
      host: '127.0.0.1',
      port: 0,
      storeFile: ':memory:',
      log: false,
      demo: true,
      clock: { now, monotonic: () => performance.now() },
    }),
    (one) => one.close(),
  )
  const open = opening.move()
  const close = (): Promise<void> => open.disposeAsync()
  return Object.assign(time, { url: gateway.url, takeDown, close, [Symbol.asyncDispose]: close })
}

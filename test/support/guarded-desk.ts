import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'
import { startGateway, type Config, type GatewayOptions, type RunningGateway, type TokenIssuer } from '@cx-concierge/gateway'
import { startSandbox, northwind } from '@cx-concierge/sandbox'
import { configuredBackends, readConfig } from './repository-config.ts'
import { roomForAll } from './without-limit.ts'

/** A gateway that admits by real tokens, over pretend backends that hold Northwind Cloud. */
export interface GuardedDesk extends AsyncDisposable {
  /** The MCP URL; also what tokens must be meant for. */
  readonly url: string
  readonly port: number
  readonly gateway: RunningGateway
}

/** How callers are recognized, and by which clock. */
export interface GuardedDeskOptions {
  readonly issuers: readonly TokenIssuer[]
  readonly dpop?: Config['access']['tokens']['dpop']
  readonly apiKeysFile?: string
  /** Epoch milliseconds; the machine's own clock when not given. */
  readonly now?: () => number
  readonly log?: GatewayOptions['log']
}

/** Opens one that remembers nothing, on a free port of this machine. */
export async function openGuardedDesk({
  issuers,
  dpop = 'refuse',
  apiKeysFile,
  now = Date.now,
  log = false,
}: GuardedDeskOptions): Promise<GuardedDesk> {
  const company = await northwind()
  await using opening = new AsyncDisposableStack()
  const sandbox = opening.adopt(await startSandbox({ backends: await configuredBackends(), company: () => company, now }), (one) =>
    one.close(),
  )
  const config = await readConfig(sandbox.overrides, now())
  const port = await freePort()
  const url = `http://127.0.0.1:${port}/mcp`
  const tokens = { ...config.access.tokens, audience: url, dpop, api_keys: apiKeysFile === undefined ? undefined : { file: apiKeysFile } }
  const gateway = opening.adopt(
    await startGateway({
      config: { ...config, access: { ...config.access, tokens } },
      issuers,
      limits: roomForAll,
      host: '127.0.0.1',
      port,
      storeFile: ':memory:',
      log,
      clock: { now, monotonic: () => performance.now() },
    }),
    (one) => one.close(),
  )
  const open = opening.move()
  return { url, port, gateway, [Symbol.asyncDispose]: () => open.disposeAsync() }
}

/**
 * The address must be known before the gateway starts, since tokens name it. Taken from below the ports that systems give out by themselves, so that nobody
 * gets it in between.
 */
async function freePort(): Promise<number> {
  const port = randomInt(20_000, 30_000)
  const server = createServer()
  const isFree = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => resolve(true))
  })
  if (!isFree) return await freePort()
  await new Promise((resolve) => server.close(resolve))
  return port
}

import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Sandbox } from '@cx-concierge/sandbox'
import { startGatewayProcess, type GatewayProcess } from './gateway-process.ts'
import { colleague, issuer, issuerKeys, platform, signToken } from '../../stories/support/tokens.ts'
import type { Inside } from './look-inside.ts'
import { lookInside, lookInto } from './look-into.ts'
import { ownConfig, productionAudience, productionTexts, type Texts } from './production-texts.ts'

/** A production gateway that may be measured. */
interface MeasuredGateway extends GatewayProcess {
  /** Looks into one that was started so that this can be done; after a garbage collection when that is said. */
  look(collects?: boolean): Promise<Inside>
  /** The sum of a metric over all labels that this text is found in. */
  metric(name: string, label?: string): Promise<number>
}

/** How one gateway is started. */
export interface StartOptions {
  /** Come last. */
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** A program that starts it. */
  readonly through?: readonly string[]
  /** Whether it can be looked into. */
  readonly looks?: boolean
  /** Whether code that was compiled is kept on disk for the next one. */
  readonly compileCache?: boolean
  /** Whether only the newest of what it prints is kept. */
  readonly forgets?: boolean
}

/** What production gateways, each in a process of its own, need to run over pretend backends. */
export interface Production extends AsyncDisposable {
  /** Goes away with everything in it. */
  readonly folder: string
  /** The repository's four files over these backends. */
  readonly texts: Texts
  readonly token: string
  /** Of somebody who may ask for explanations. */
  readonly staffToken: string
  /** Starts a gateway over the files in `config`, with its records in `data`. */
  start(config: string, data: string, options?: StartOptions): Promise<MeasuredGateway>
}

const compiled = fileURLToPath(new URL('../../../node_modules/.cache/concierge-tests', import.meta.url))

/** Makes a folder, keys and tokens, good for `tokensLastS` seconds. */
export async function openProduction(overrides: Sandbox['overrides'], tokensLastS = 3_600): Promise<Production> {
  await using opening = new AsyncDisposableStack()
  const folder = opening.adopt(await mkdtemp(join(tmpdir(), 'cx-production-')), (path) => rm(path, { recursive: true, force: true }))
  const keys = join(folder, 'keys.json')
  await writeFile(keys, JSON.stringify(issuerKeys))
  const nowMs = Date.now()
  const payload = { exp: Math.floor(nowMs / 1_000) + tokensLastS }
  const sign = (claims: typeof platform): Promise<string> => signToken(claims, { issuer, audience: productionAudience, nowMs }, { payload })
  const [token, staffToken] = await Promise.all([sign(platform), sign(colleague)])
  const texts = await productionTexts(overrides, keys)
  const open = opening.move()
  return {
    folder,
    texts,
    token,
    staffToken,
    start: async (config, data, { args = [], env = {}, through = [], looks = false, compileCache = true, forgets = false } = {}) => {
      const gateway = await startGatewayProcess(
        ['--config', config, '--data', data, ...args],
        { ...(compileCache ? { NODE_COMPILE_CACHE: compiled } : {}), ...env },
        { sturdy: true, through, nodeArgs: looks ? lookInside : [], talks: looks, forgets },
      )
      return { ...gateway, look: lookInto(gateway.process), metric: metricsOf(gateway.url) }
    },
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  }
}

/** Makes a folder for configuration, with the schemas that the files point to. */
export async function makeConfigFolder(folder: string): Promise<string> {
  const config = join(folder, 'config')
  await mkdir(config)
  await cp(join(ownConfig, 'schema'), join(config, 'schema'), { recursive: true })
  return config
}

const metricsOf =
  (url: string): MeasuredGateway['metric'] =>
  async (name, label = '') => {
    const text = await (await fetch(new URL('/metrics', url))).text()
    const lines = text.split('\n').filter((line) => line.startsWith(name) && line.includes(label))
    return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0)
  }

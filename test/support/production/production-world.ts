import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startGatewayProcess, type GatewayProcess } from '../../security/support/gateway-process.ts'
import { colleague, issuer, issuerKeys, platform, signToken } from '../../stories/support/tokens.ts'
import { openProcessLine } from '../process-line.ts'
import type { BackendCounts, BackendsOrder, OpenedBackends } from './backends-process.ts'
import type { Inside } from './look-inside.ts'
import { lookInside, lookInto } from './look-into.ts'
import { configFiles, ownConfig, productionAudience, productionTexts, type Texts } from './production-texts.ts'

/** A production gateway that can be looked into. */
interface MeasuredGateway extends GatewayProcess {
  readonly data: string
  /** After a garbage collection when that is said. */
  look(collects?: boolean): Promise<Inside>
  /** The sum of a metric over all labels that this text is found in. */
  metric(name: string, label?: string): Promise<number>
}

/** Pretend backends in a process of their own, and what production gateways, each in a process of its own, need to run over them. */
export interface ProductionWorld extends AsyncDisposable {
  readonly folder: string
  readonly accountIds: readonly string[]
  readonly token: string
  /** Of somebody who may ask for explanations. */
  readonly staffToken: string
  /** Hurts so large a part of all requests to backends, from 0 to 1, each in another way. */
  hurt(part: number): Promise<void>
  count(): Promise<BackendCounts>
  /** Starts a gateway with a data folder of its own. */
  start(options?: StartOptions): Promise<MeasuredGateway>
}

/** How one gateway is started. */
interface StartOptions {
  /** Whether it can be looked into. */
  readonly looks?: boolean
  /** Whether compiled code is kept on disk for the next one. */
  readonly compileCache?: boolean
}

/** How a world differs from the usual one. */
export interface ProductionWorldOptions {
  /** Accounts besides Northwind's own customers. */
  readonly accounts?: number
  readonly edit?: (texts: Texts) => Texts
  /** How long tokens are good for. */
  readonly tokensLastS?: number
}

const compiled = fileURLToPath(new URL('../../../node_modules/.cache/concierge-tests', import.meta.url))

/** Opens one. */
export async function openProductionWorld({
  accounts = 0,
  edit = (texts) => texts,
  tokensLastS = 3_600,
}: ProductionWorldOptions = {}): Promise<ProductionWorld> {
  await using opening = new AsyncDisposableStack()
  const folder = opening.adopt(await mkdtemp(join(tmpdir(), 'cx-production-')), (path) => rm(path, { recursive: true, force: true }))
  const backends = opening.use(await openProcessLine<BackendsOrder>(new URL('backends-process.ts', import.meta.url)))
  const { overrides, accountIds } = await backends.tell<OpenedBackends>({ what: 'open', accounts })
  const [config, keys] = [join(folder, 'config'), join(folder, 'keys.json')]
  await mkdir(config)
  await writeFile(keys, JSON.stringify(issuerKeys))
  const texts = edit(await productionTexts(new Map(overrides), keys))
  for (const file of configFiles) await writeFile(join(config, file), texts[file])
  await cp(join(ownConfig, 'schema'), join(config, 'schema'), { recursive: true })
  const exp = Math.floor(Date.now() / 1_000) + tokensLastS
  const sign = (claims: typeof platform): Promise<string> =>
    signToken(claims, { issuer, audience: productionAudience, nowMs: Date.now() }, { payload: { exp } })
  const [token, staffToken] = await Promise.all([sign(platform), sign(colleague)])
  let started = 0
  const start = async ({ looks = true, compileCache = true }: StartOptions = {}): Promise<MeasuredGateway> => {
    started += 1
    const data = join(folder, `data-${started}`)
    const gateway = await startGatewayProcess(['--config', config, '--data', data], compileCache ? { NODE_COMPILE_CACHE: compiled } : {}, {
      sturdy: true,
      nodeArgs: looks ? lookInside : [],
      talks: looks,
      forgets: true,
    })
    return { ...gateway, data, look: lookInto(gateway.process), metric: metricsOf(gateway.url) }
  }
  const open = opening.move()
  return {
    folder,
    accountIds,
    token,
    staffToken,
    hurt: (part) => backends.tell({ what: 'hurt', part }),
    count: () => backends.tell<BackendCounts>({ what: 'count' }),
    start,
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  }
}

const metricsOf =
  (url: string): MeasuredGateway['metric'] =>
  async (name, label = '') => {
    const text = await (await fetch(new URL('/metrics', url))).text()
    const lines = text.split('\n').filter((line) => line.startsWith(name) && line.includes(label))
    return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0)
  }

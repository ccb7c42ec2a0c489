import { cp, mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { northwind, startSandbox, type Sandbox } from '@cx-concierge/sandbox'
import {
  configFiles,
  ownConfig,
  productionAudience as audience,
  productionTexts,
  type Texts,
} from '../../support/production/production-texts.ts'
import { configuredBackends } from '../../support/repository-config.ts'
import { startGatewayProcess, type GatewayProcess } from '../../security/support/gateway-process.ts'
import { colleague, issuer, issuerKeys, platform, signToken } from '../../stories/support/tokens.ts'

const compiled = fileURLToPath(new URL('../../../node_modules/.cache/concierge-tests', import.meta.url))

/** Pretend backends here, and what a production gateway in a process of its own needs to run over them. */
export interface World extends AsyncDisposable {
  readonly folder: string
  /** Laid out as Kubernetes mounts a ConfigMap. */
  readonly config: string
  readonly data: string
  readonly sandbox: Sandbox
  /** The four files of one generation; every one of them names it somewhere. */
  texts(generation: number): Texts
  /** Puts texts in place, all at once. */
  mount(texts: Texts): Promise<void>
  /** Starts a gateway; more arguments come last. */
  start(options?: StartOptions): Promise<GatewayProcess>
  /** Of tokens. */
  readonly audience: string
  readonly token: string
  /** Of somebody who may ask for explanations. */
  readonly staffToken: string
}

/** How one gateway differs from the usual one. */
interface StartOptions {
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  readonly through?: readonly string[]
}

/** Opens a world whose files are those of generation 0. */
export async function openWorld(): Promise<World> {
  const company = await northwind()
  await using opening = new AsyncDisposableStack()
  const folder = opening.adopt(await mkdtemp(join(tmpdir(), 'cx-change-')), (path) => rm(path, { recursive: true, force: true }))
  const sandbox = opening.adopt(await startSandbox({ backends: await configuredBackends(), company: () => company }), (one) => one.close())
  const [config, data, keys] = [join(folder, 'config'), join(folder, 'data'), join(folder, 'keys.json')]
  await mkdir(config)
  await mkdir(data, { mode: 0o700 })
  await writeFile(keys, JSON.stringify(issuerKeys))
  const base = await productionTexts(sandbox.overrides, keys)

  let mounts = 0
  const mount = async (texts: Texts): Promise<void> => {
    const name = `..${(mounts += 1)}`
    await mkdir(join(config, name))
    for (const file of configFiles) await writeFile(join(config, name, file), texts[file])
    await symlink(name, join(config, '..next'))
    await rename(join(config, '..next'), join(config, '..data'))
    await rm(join(config, `..${mounts - 2}`), { recursive: true, force: true })
  }
  const texts = (generation: number): Texts => textsOf(base, generation)
  await mount(texts(0))
  for (const file of configFiles) await symlink(join('..data', file), join(config, file))
  await cp(join(ownConfig, 'schema'), join(config, 'schema'), { recursive: true })
  const sign = (claims: typeof platform): Promise<string> => signToken(claims, { issuer, audience, nowMs: Date.now() })
  const [token, staffToken] = await Promise.all([sign(platform), sign(colleague)])
  const open = opening.move()
  return {
    folder,
    config,
    data,
    sandbox,
    texts,
    mount,
    audience,
    token,
    staffToken,
    start: ({ args = [], env = {}, through = [] } = {}) =>
      startGatewayProcess(
        ['--config', config, '--data', data, ...args],
        { NODE_COMPILE_CACHE: compiled, ...env },
        { sturdy: true, through },
      ),
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  }
}

/** Each file names its generation: the timeout of one system, a desk's name, the desk all are sent to, the company's name. */
function textsOf(base: Texts, generation: number): Texts {
  const desk = `gen-${generation}`
  const pool = `  ${desk}: { name: Team ${generation}, show: team, email: team-${generation}@northwind.example, always_on: true }\n`
  return {
    'connectors.yaml': base['connectors.yaml'].replace('timeout: 1500ms', `timeout: ${3000 + (generation % 400)}ms`),
    'people.yaml': base['people.yaml'].replace('pools:\n', `pools:\n${pool}`),
    'routing.yaml': base['routing.yaml']
      .replace(/change: .*/, `change: { id: g-${generation} }`)
      .replace(
        /rules:\n[^]*?\nlast_resort: .*/,
        `rules:\n  - { id: rule-${generation}, label: All, send_to: [pool ${desk}] }\n\nlast_resort: pool ${desk}`,
      ),
    'access.yaml': base['access.yaml'].replace('name: Northwind Cloud', `name: Northwind ${generation}`),
  }
}

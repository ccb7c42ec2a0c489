import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { northwind, startSandbox } from '@cx-concierge/sandbox'
import type { GatewayProcess } from '../../support/production/gateway-process.ts'
import { makeConfigFolder, openProduction, type StartOptions } from '../../support/production/open-production.ts'
import { configFiles, type Texts } from '../../support/production/production-texts.ts'
import { configuredBackends } from '../../support/repository-config.ts'

/** Pretend backends here, a production gateway in a process of its own, and files that change. */
export interface World extends AsyncDisposable {
  readonly folder: string
  /** Laid out as Kubernetes mounts a ConfigMap. */
  readonly config: string
  readonly data: string
  /** The four files of one generation; every one of them names it somewhere. */
  texts(generation: number): Texts
  /** Puts texts in place, all at once. */
  mount(texts: Texts): Promise<void>
  /** Starts a gateway; more arguments come last. */
  start(options?: StartOptions): Promise<GatewayProcess>
  readonly token: string
  /** Of somebody who may ask for explanations. */
  readonly staffToken: string
}

/** Opens a world whose files are those of generation 0. */
export async function openWorld(): Promise<World> {
  const company = await northwind()
  await using opening = new AsyncDisposableStack()
  const sandbox = opening.adopt(await startSandbox({ backends: await configuredBackends(), company: () => company }), (one) => one.close())
  const production = opening.use(await openProduction(sandbox.overrides))
  const { folder, token, staffToken } = production
  const config = await makeConfigFolder(folder)
  const data = join(folder, 'data')
  await mkdir(data, { mode: 0o700 })

  let mounts = 0
  const mount = async (texts: Texts): Promise<void> => {
    const name = `..${(mounts += 1)}`
    await mkdir(join(config, name))
    for (const file of configFiles) await writeFile(join(config, name, file), texts[file])
    await symlink(name, join(config, '..next'))
    await rename(join(config, '..next'), join(config, '..data'))
    await rm(join(config, `..${mounts - 2}`), { recursive: true, force: true })
  }
  const texts = (generation: number): Texts => textsOf(production.texts, generation)
  await mount(texts(0))
  for (const file of configFiles) await symlink(join('..data', file), join(config, file))
  const open = opening.move()
  return {
    folder,
    config,
    data,
    texts,
    mount,
    token,
    staffToken,
    start: (options) => production.start(config, data, options),
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

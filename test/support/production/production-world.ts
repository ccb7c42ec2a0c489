import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openProcessLine } from '../process-line.ts'
import type { BackendCounts, BackendsOrder, OpenedBackends } from './backends-process.ts'
import { makeConfigFolder, openProduction, type Production, type StartOptions } from './open-production.ts'
import { configFiles, type Texts } from './production-texts.ts'

/** Production gateways over pretend backends that have a process of their own, so that neither takes the other's processor for its own. */
export interface ProductionWorld extends AsyncDisposable {
  readonly folder: string
  readonly accountIds: readonly string[]
  readonly token: string
  /** Of somebody who may ask for explanations. */
  readonly staffToken: string
  /** Hurts so large a part of all requests to backends, from 0 to 1, each in another way. */
  hurt(part: number): Promise<void>
  count(): Promise<BackendCounts>
  /** Starts a gateway that can be looked into, with a data folder of its own. */
  start(options?: StartOptions): Promise<Awaited<ReturnType<Production['start']>> & { readonly data: string }>
}

/** How a world differs from the usual one. */
export interface ProductionWorldOptions {
  /** Accounts besides Northwind's own customers. */
  readonly accounts?: number
  readonly edit?: (texts: Texts) => Texts
  /** How long tokens are good for. */
  readonly tokensLastS?: number
}

/** Opens one. */
export async function openProductionWorld({
  accounts = 0,
  edit = (texts) => texts,
  tokensLastS,
}: ProductionWorldOptions = {}): Promise<ProductionWorld> {
  await using opening = new AsyncDisposableStack()
  const backends = opening.use(await openProcessLine<BackendsOrder>(new URL('backends-process.ts', import.meta.url)))
  const { overrides, accountIds } = await backends.tell<OpenedBackends>({ what: 'open', accounts })
  const production = opening.use(await openProduction(new Map(overrides), tokensLastS))
  const { folder, token, staffToken } = production
  const config = await makeConfigFolder(folder)
  const texts = edit(production.texts)
  for (const file of configFiles) await writeFile(join(config, file), texts[file])
  let started = 0
  const open = opening.move()
  return {
    folder,
    accountIds,
    token,
    staffToken,
    hurt: (part) => backends.tell({ what: 'hurt', part }),
    count: () => backends.tell<BackendCounts>({ what: 'count' }),
    start: async (options) => {
      started += 1
      const data = join(folder, `data-${started}`)
      return { ...(await production.start(config, data, { looks: true, forgets: true, ...options })), data }
    },
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  }
}

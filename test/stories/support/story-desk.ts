import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  connectorPackage,
  loadConfig,
  startGateway,
  type Config,
  type Loaded,
  type Log,
  type RateLimits,
  type RunningGateway,
} from '@cx-concierge/gateway'
import { northwind, startSandbox, type Company, type Sandbox } from '@cx-concierge/sandbox'
import { roomForAll, withoutLimit } from '../../support/without-limit.ts'
import { copyConfig } from './config-copy.ts'
import { issuer, signToken, trustedIssuer, type Spoiled, type TokenClaims } from './tokens.ts'

/** A gateway as it runs in production, except that its backends are pretended and its tokens are signed here. */
export interface StoryDesk extends AsyncDisposable {
  /** The MCP URL. Another one after a restart. */
  readonly url: string
  readonly gateway: RunningGateway
  readonly config: Config
  readonly backends: Sandbox['backends']
  /** The moment everybody believes it is. Epoch milliseconds. */
  moment: number
  /** What the backends hold; may be replaced at any time. */
  company: Company
  /** The folder with the database and the hash key. */
  readonly folder: string
  /** The folder with the four files. */
  readonly configFolder: string
  /** An access token that says this of its caller. */
  token(claims: TokenClaims, spoiled?: Spoiled): Promise<string>
  /** Moves both clocks, so that ages, pauses and quotas all see the time pass. */
  advance(milliseconds: number): void
  /** Starts one more gateway over the same backends, with a database of its own; closed with the desk. */
  another(): Promise<RunningGateway>
  /** Ends the gateway and starts it again over the same database. */
  restart(): Promise<void>
}

/** How a story's desk differs from the usual one. */
export interface StoryOptions {
  readonly company?: Company
  /** Changes the text of a copied configuration file. */
  readonly edit?: (text: string, file: string) => string
  readonly deadlineMs?: number
  /** Where the gateway writes its log; nowhere, unless said otherwise. */
  readonly log?: Log
  /** What callers may use; anything they like, unless said otherwise. */
  readonly rates?: RateLimits
  /** Through which it shares with others; access.yaml must then have a key. */
  readonly cacheUrl?: string
  /** In which all of them keep one record; their keys then lie in a folder of their own. */
  readonly databaseUrl?: string
  /** What else some backends are started with, by their names. */
  readonly backendsWith?: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  /** Epoch milliseconds; a moving clock instead of the one that stands still. */
  readonly now?: () => number
  /** Follows its files while it runs: by watching them, or when it is told to. */
  readonly follows?: 'files' | 'orders'
  /** Who issues tokens is taken from the files; the stories' own issuer, unless said otherwise. */
  readonly issuersOfFiles?: true
}

/** A Friday morning in New York, when Sarah Jenkins is at work. */
export const storyMoment: number = Date.UTC(2026, 10, 20, 15)

const backends = { salesforce: 'salesforce', gainsight: 'gainsight', booking_sheet: 'google-sheets', headshots: 'image-cdn' }

/** Opens a desk over Northwind Cloud, or over another company, with a database in a folder of its own. */
export async function openStoryDesk(options: StoryOptions = {}): Promise<StoryDesk> {
  const state = { moment: storyMoment, aheadMs: 0, company: options.company ?? (await northwind()) }
  const now = options.now ?? ((): number => state.moment)
  await using opening = new AsyncDisposableStack()
  const folder = opening.adopt(await mkdtemp(join(tmpdir(), 'cx-story-')), (path) => rm(path, { recursive: true, force: true }))
  const sandbox = opening.adopt(
    await startSandbox({
      backends: Object.entries(backends).map(([name, use]) => ({ name, connector: connectorPackage(use) })),
      company: () => state.company,
      now,
      ...(options.backendsWith ? { with: options.backendsWith } : {}),
    }),
    (one) => one.close(),
  )
  const configFolder = await copyConfig(join(folder, 'config'), options.edit ?? ((text) => text))
  const load = (missingSecrets: 'warning' | 'error'): Promise<Loaded> =>
    loadConfig(configFolder, { now: now(), overrides: sandbox.overrides, missingSecrets })
  const { config, faults } = await load('warning')
  if (!config) throw new Error(`the configuration has faults: ${JSON.stringify(faults)}`)
  const start = (records = 'data'): Promise<RunningGateway> =>
    startGateway({
      config,
      limits: roomForAll,
      host: '127.0.0.1',
      port: 0,
      storeFile: join(folder, records, 'concierge.sqlite'),
      ...(options.databaseUrl === undefined ? {} : { database: { url: options.databaseUrl, keys: join(folder, 'keys') } }),
      log: options.log ?? false,
      rates: options.rates ?? withoutLimit,
      ...(options.issuersOfFiles ? {} : { issuers: [trustedIssuer] }),
      ...(options.follows
        ? {
            changes: {
              load: () => load('error'),
              ...(options.follows === 'files' ? { watch: configFolder } : {}),
              lastGoodFile: join(folder, records, 'last-good-config.json'),
            },
          }
        : {}),
      clock: { now, monotonic: () => performance.now() + state.aheadMs },
      // a busy machine must not look like a slow cache
      ...(options.cacheUrl === undefined ? {} : { cacheUrl: options.cacheUrl, cachePatienceMs: 2_000 }),
      ...(options.deadlineMs === undefined ? {} : { deadlineMs: options.deadlineMs }),
    })
  let gateway = await start()
  opening.defer(() => gateway.close())
  const others: RunningGateway[] = []
  opening.defer(async () => void (await Promise.all(others.map((one) => one.close()))))
  const open = opening.move()
  return {
    config,
    backends: sandbox.backends,
    folder: join(folder, 'data'),
    configFolder,
    get url() {
      return gateway.url
    },
    get gateway() {
      return gateway
    },
    get moment() {
      return state.moment
    },
    set moment(moment) {
      state.moment = moment
    },
    get company() {
      return state.company
    },
    set company(company) {
      state.company = company
    },
    token: (claims, spoiled) => signToken(claims, { issuer, audience: config.access.tokens.audience, nowMs: now() }, spoiled),
    advance: (milliseconds) => {
      state.moment += milliseconds
      state.aheadMs += milliseconds
    },
    another: async () => {
      const one = await start(`data-${others.length + 2}`)
      others.push(one)
      return one
    },
    restart: async () => {
      await gateway.close()
      gateway = await start()
    },
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  }
}

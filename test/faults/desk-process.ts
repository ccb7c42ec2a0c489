// A real gateway with its record on disk, in a process of its own, opened anew for each cell so that nothing is remembered.
import { takeAsked, lead } from './names.ts'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { loadConfig, startGateway, type Config, type RunningGateway } from '@cx-concierge/gateway'
import { allLines } from '@cx-concierge/store'
import { copyConfig } from '../stories/support/config-copy.ts'
import { colleague, issuer, platform, signToken, trustedIssuer } from '../stories/support/tokens.ts'
import { serveOrders } from '../support/process-line.ts'
import { withoutLimit } from '../support/without-limit.ts'
import type { Opened } from './backends-process.ts'
import type { NameLeads } from './fault.ts'

/** What the desk can be told. */
export type DeskOrder =
  | { readonly what: 'configure'; readonly backends: Opened['backends']; readonly now: number; readonly timing: Timing }
  | { readonly what: 'open'; readonly now: number }
  | { readonly what: 'lead'; readonly host: string; readonly where: NameLeads }
  | { readonly what: 'report' }
  | { readonly what: 'busy' }

/** How long things may take, in milliseconds. */
export interface Timing {
  readonly deadlineMs: number
  readonly timeoutMs: number
}

/** An opened desk. */
export interface OpenDesk {
  readonly url: string
  /** Tokens of an agent platform, and of a colleague who may ask for explanations. */
  readonly platform: string
  readonly colleague: string
}

/** What has happened since the desk was opened. */
export interface DeskReport {
  /** Of each call: the kinds of the lines it left. */
  readonly records: Readonly<Record<string, readonly string[]>>
  /** How often each host was looked up. */
  readonly lookups: Readonly<Record<string, number>>
  readonly residentMb: number
  /** The longest time in which this process did nothing else, in milliseconds. */
  readonly stalledMs: number
}

/** What keeps the process busy, in the words of node:process. */
export interface Busy {
  readonly sockets: number
  readonly timers: number
}

const socketKinds = /^(?:TCPSocketWrap|TLSWrap|TCPConnectWrap|GetAddrInfoReqWrap|ShutdownWrap|WriteWrap)$/
const [folder = ''] = process.argv.slice(2)
const delay = monitorEventLoopDelay({ resolution: 5 })
let config: Config | undefined
let timing: Timing = { deadlineMs: 1_000, timeoutMs: 750 }
let gateway: RunningGateway | undefined
let opened = 0

async function configure({ backends, now, timing: chosen }: Extract<DeskOrder, { what: 'configure' }>): Promise<void> {
  timing = chosen
  const overrides = new Map(backends.map(({ name, settings, hosts }) => [name, { settings, hosts }]))
  const configFolder = await copyConfig(join(folder, 'config'), (text) =>
    text.replaceAll(/timeout: \d+ms/g, `timeout: ${timing.timeoutMs}ms`),
  )
  const loaded = await loadConfig(configFolder, { now, overrides, missingSecrets: 'warning' })
  if (!loaded.config) throw new Error(`the configuration has faults: ${JSON.stringify(loaded.faults)}`)
  const hostOf = new Map(backends.map(({ name, host }) => [name, host]))
  // their names lead to this machine
  const sources = loaded.config.sources.map((source) => ({ ...source, privateHosts: [hostOf.get(source.name) ?? ''] }))
  config = { ...loaded.config, sources }
}

async function open(now: number): Promise<OpenDesk> {
  if (!config) throw new Error('the desk was not configured')
  await gateway?.close()
  opened += 1
  gateway = await startGateway({
    config,
    host: '127.0.0.1',
    port: 0,
    storeFile: join(folder, String(opened), 'concierge.sqlite'),
    log: false,
    rates: withoutLimit,
    issuers: [trustedIssuer],
    clock: { now: () => now, monotonic: () => performance.now() },
    deadlineMs: timing.deadlineMs,
  })
  takeAsked()
  const token = { issuer, audience: config.access.tokens.audience, nowMs: now }
  const tokens = { platform: await signToken(platform, token), colleague: await signToken(colleague, token) }
  delay.reset()
  delay.enable()
  return { url: gateway.url, ...tokens }
}

async function report(): Promise<DeskReport> {
  const records: Record<string, string[]> = {}
  if (gateway)
    for await (const { id = '', kind } of allLines(gateway.store, { limit: Infinity, oldestFirst: true })) (records[id] ??= []).push(kind)
  return {
    records,
    lookups: takeAsked(),
    residentMb: Math.round(process.memoryUsage.rss() / 1024 ** 2),
    stalledMs: Math.round(delay.max / 1e6),
  }
}

function busy(): Busy {
  const kinds = process.getActiveResourcesInfo()
  return { sockets: kinds.filter((kind) => socketKinds.test(kind)).length, timers: kinds.filter((kind) => kind === 'Timeout').length }
}

async function obey(order: DeskOrder): Promise<unknown> {
  switch (order.what) {
    case 'configure':
      return await configure(order)
    case 'open':
      return await open(order.now)
    case 'lead':
      return lead(order.host, order.where)
    case 'report':
      return await report()
    case 'busy':
      return busy()
  }
}

serveOrders(obey)

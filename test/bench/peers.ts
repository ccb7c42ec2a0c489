import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { table, type Column } from '../support/command/table.ts'
import { closedLoop } from '../support/load/closed-loop.ts'
import { bytesOf, modernCall } from '../support/load/era-request.ts'
import { openProductionWorld } from '../support/production/production-world.ts'
import { median, quantile } from '../support/quantile.ts'
import { openBaselines, usual } from './baselines.ts'
import { pinServer } from './child.ts'
import type { Measure, Measured, Settings } from './measure.ts'
import { peerPackages, peers } from './peer-list.ts'
import { startPeer } from './start-peer.ts'

/** One server under the same load as the others. */
interface PeerRow {
  readonly server: string
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
  /** Of bare Fastify, in the same round. */
  readonly ofBare: number
  readonly failed: number
}

const columns: readonly Column<PeerRow>[] = [
  { title: 'server', width: 40, show: ({ server }) => server },
  { title: 'calls/s', width: 10, show: ({ perSecond }) => perSecond.toFixed(0) },
  { title: 'p50 ms', width: 9, show: ({ p50Ms }) => p50Ms.toFixed(1) },
  { title: 'p99 ms', width: 9, show: ({ p99Ms }) => p99Ms.toFixed(1) },
  { title: 'of bare', width: 10, show: ({ ofBare }) => ofBare.toFixed(3) },
  { title: 'failed', width: 8, show: ({ failed }) => String(failed) },
]

/** The desk beside packages that stand where it stands. */
export const peersBeside: Measure = {
  name: 'peers',
  what: `${Object.keys(peerPackages).join(', ')} from the npm registry, each in front of one trivial upstream`,
  onlyNamed: true,
  measure: measurePeers,
}

const atOnce = 32
const run = promisify(execFile)
const installsWithinMs = 180_000
const use = '    use: salesforce\n'
const asksAlways = 'refresh: { accounts: 1ms, accountsByNumber: 1ms, people: 1ms }'
const fromMemory = 'gateway, from memory'

/** Somebody who is asked. */
interface Asked {
  readonly server: string
  readonly url: string
  readonly call: (number: number) => Buffer
}

async function measurePeers(settings: Settings): Promise<Measured> {
  const folder = await mkdtemp(join(tmpdir(), 'concierge-peers-'))
  try {
    settings.progress('installing')
    const missing = await install(folder)
    if (missing !== undefined) return { figures: { skipped: missing }, lines: [`Peers: skipped: ${missing}`] }
    return await compare(folder, settings)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Puts the packages there; why not, when they cannot be had. */
async function install(folder: string): Promise<string | undefined> {
  await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies: peerPackages }))
  try {
    await run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--fetch-retries=0'], {
      cwd: folder,
      timeout: installsWithinMs,
    })
    return undefined
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error)
    const line = said.split('\n').find((one) => /code|ENOTFOUND|network/.test(one)) ?? said.slice(0, 200)
    return `the npm registry cannot be reached, or does not have them (${line.trim()})`
  }
}

async function compare(folder: string, { rounds, seconds, progress }: Settings): Promise<Measured> {
  await using baselines = await openBaselines()
  const [bare, sdk] = baselines.contenders
  if (!bare || !sdk) throw new Error('there is no baseline')
  await using stack = new AsyncDisposableStack()
  const gateway = async (server: string, rereads: string | undefined): Promise<Asked> => {
    const edit = (text: string): string => (rereads === undefined ? text : text.replace(use, `${use}    ${rereads}\n`))
    const world = stack.use(
      await openProductionWorld({ edit: (texts) => ({ ...texts, 'connectors.yaml': edit(texts['connectors.yaml']) }) }),
    )
    const started = await world.start({ looks: false })
    stack.defer(async () => void (await started.end('SIGKILL')))
    pinServer(started.process.pid)
    const bytes = bytesOf(started.url, modernCall(usual.tool, usual.args, world.token))
    return { server, url: started.url, call: () => bytes }
  }
  const always: readonly Asked[] = [
    ...[bare, sdk].map(({ server, url, bytes }) => ({ server, url, call: () => bytes })),
    await gateway(fromMemory, undefined),
    await gateway('gateway, nothing from Salesforce kept', asksAlways),
  ]
  const results = new Map<string, PeerRow[]>()
  const place = { folder, answerFile: baselines.answerFile, upstreamUrl: bare.url }
  for (let round = 1; round <= rounds; round += 1) {
    let base: PeerRow | undefined
    const note = async (asked: Asked): Promise<void> => {
      progress(`round ${round} of ${rounds}: ${asked.server}`)
      const row = await measureOne(asked, seconds, base)
      base ??= row
      results.set(asked.server, [...(results.get(asked.server) ?? []), row])
    }
    for (const asked of always) await note(asked)
    for (const peer of peers) {
      const running = await startPeer(peer, place)
      try {
        await note({ server: peer.name, ...running })
      } finally {
        await running.stop()
      }
    }
  }
  const rows = [...results].map(([server, all]): PeerRow => {
    const middle = (of: (row: PeerRow) => number): number => median(all.map(of))
    return {
      server,
      perSecond: middle((row) => row.perSecond),
      p50Ms: middle((row) => row.p50Ms),
      p99Ms: middle((row) => row.p99Ms),
      ofBare: middle((row) => row.ofBare),
      failed: all.reduce((sum, { failed }) => sum + failed, 0),
    }
  })
  const named = peers.map(({ name }) => rows.find(({ server }) => server === name)).filter((row) => row !== undefined)
  const best = named.reduce((one, other) => (other.ofBare > one.ofBare ? other : one))
  const ratios = rows.slice(2, always.length).map(({ server, ofBare }) => ({ server, ofBestPeer: ofBare / best.ofBare }))
  const versions = Object.entries(peerPackages).map(([name, version]) => `${name} ${version}`)
  return {
    figures: { packages: peerPackages, rows, bestPeer: best.server, ratios },
    lines: [
      `The same call, ${atOnce} at once, medians of ${rounds} rounds; ${versions.join(', ')} in front of one upstream that answers a constant`,
      ...table(columns, rows),
      'Where nothing is kept, a call waits for two or three queries in turn, which a pretend Salesforce evaluates; a peer’s upstream evaluates nothing.',
      ...ratios.map(({ server, ofBestPeer }) => `${server}: ${ofBestPeer.toFixed(1)} × the best peer (${best.server})`),
    ],
  }
}

async function measureOne({ server, url, call }: Asked, seconds: number, base: PeerRow | undefined): Promise<PeerRow> {
  const times: number[] = []
  let failed = 0
  let offset = 0
  const loop = (lasting: number, ended: (status: number, text: string, tookMs: number) => void): Promise<number> =>
    closedLoop({
      url,
      atOnce,
      seconds: lasting,
      next: (number) => ({ bytes: call(offset + number) }),
      ended: ({ status, text, tookMs }) => ended(status, text, tookMs),
    })
  await loop(1, () => (offset += 1))
  const perSecond = await loop(seconds, (status, text, tookMs) => {
    if (status === 200 && text.includes('Sarah Jenkins')) times.push(tookMs)
    else failed += 1
  })
  return {
    server,
    perSecond,
    p50Ms: quantile(times, 0.5),
    p99Ms: quantile(times, 0.99),
    ofBare: perSecond / (base?.perSecond ?? perSecond),
    failed,
  }
}

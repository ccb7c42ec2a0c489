import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { table, type Column } from '../support/command/table.ts'
import { callTool } from '../support/load/call-tool.ts'
import { closedLoop } from '../support/load/closed-loop.ts'
import { bytesOf, legacyCall, modernCall } from '../support/load/era-request.ts'
import type { Inside } from '../support/production/look-inside.ts'
import { openProductionWorld } from '../support/production/production-world.ts'
import { pinLoad, pinServer, startChild } from './child.ts'
import type { Measure, Measured, Settings } from './measure.ts'

/** What one call costs a server. */
interface CostRow {
  readonly server: string
  readonly calls: number
  readonly perSecond: number
  /** Microseconds of processor: of all threads, of the main one, of the one that keeps the records. */
  readonly processUs: number
  readonly mainUs: number
  readonly storeUs: number
  /** Microseconds in which the main event loop had something to do. */
  readonly loopUs: number
  readonly mainBytes: number
  readonly storeBytes: number
  /** Processor time of bare Fastify, over this. */
  readonly ofBare: number
}

const columns: readonly Column<CostRow>[] = [
  { title: 'server', width: 34, show: ({ server }) => server },
  { title: 'calls/s', width: 9, show: ({ perSecond }) => perSecond.toFixed(0) },
  { title: 'CPU µs', width: 9, show: ({ processUs }) => processUs.toFixed(0) },
  { title: 'main µs', width: 9, show: ({ mainUs }) => mainUs.toFixed(0) },
  { title: 'store µs', width: 10, show: ({ storeUs }) => storeUs.toFixed(0) },
  { title: 'loop µs', width: 9, show: ({ loopUs }) => loopUs.toFixed(0) },
  { title: 'main kB', width: 9, show: ({ mainBytes }) => (mainBytes / 1_000).toFixed(1) },
  { title: 'store kB', width: 10, show: ({ storeBytes }) => (storeBytes / 1_000).toFixed(1) },
  { title: 'of bare', width: 9, show: ({ ofBare }) => ofBare.toFixed(2) },
]

/** What a call costs in processor time and in memory that has to be collected. */
export const cost: Measure = {
  name: 'cost',
  what: 'processor time and allocated memory per call, warm and cold, main thread and store apart',
  measure: measureCost,
}

const tool = 'get_escalation_contact'
const args = { account_id: '12345' }
const storeThread = 'cx-concierge-store'
const usPerMs = 1_000
const [warmAtOnce, coldAtOnce] = [32, 64]
/** So few that what Gainsight allows in a minute is enough for them all. */
const [forCode, together, alone] = [1_000, 1_500, 50]

/** One way to be asked. */
interface Way {
  readonly server: string
  readonly url: string
  readonly look: () => Promise<Inside>
  readonly atOnce: number
  readonly next: (number: number) => Buffer
}

async function measureCost({ seconds, progress }: Settings): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'concierge-bench-'))
  pinLoad()
  await using world = await openProductionWorld({ accounts: forCode + together + alone })
  const gateway = await world.start()
  pinServer(gateway.process.pid)
  const answerFile = join(folder, 'answer.json')
  writeFileSync(answerFile, (await callTool(gateway.url, world.token, tool, args)).body)
  const [bare, sdk] = [await startChild('servers/bare.ts', answerFile), await startChild('servers/sdk.ts', answerFile)]
  const rows: CostRow[] = []
  const add = async (way: Way, lasting: { readonly seconds: number } | { readonly most: number }): Promise<void> => {
    progress(way.server)
    rows.push(rowOf(way.server, await spentBy(way, lasting), rows[0]))
  }
  try {
    const same = (url: string, make: typeof modernCall) => {
      const bytes = bytesOf(url, make(tool, args, world.token))
      return { url, atOnce: warmAtOnce, next: () => bytes }
    }
    const warm: readonly Way[] = [
      { server: 'bare Fastify, same bytes', look: bare.look, ...same(bare.url, modernCall) },
      { server: 'SDK as documented, constant', look: sdk.look, ...same(sdk.url, modernCall) },
      { server: 'gateway, warm, 2026-07-28', look: gateway.look, ...same(gateway.url, modernCall) },
      { server: 'gateway, warm, 2025-11-25', look: gateway.look, ...same(gateway.url, legacyCall) },
    ]
    for (const way of warm) await closedLoop({ ...way, seconds: 2, next: (number) => ({ bytes: way.next(number) }) })
    for (const way of warm) await add(way, { seconds })
    const cold = (from: number, atOnce: number, server: string): Way => ({
      server,
      url: gateway.url,
      look: gateway.look,
      atOnce,
      next: (number) => bytesOf(gateway.url, modernCall(tool, { account_id: world.accountIds[from + number] }, world.token)),
    })
    // its code is compiled by then
    await spentBy(cold(0, coldAtOnce, ''), { most: forCode })
    await add(cold(forCode, coldAtOnce, `gateway, cold, ${coldAtOnce} at once`), { most: together })
    await add(cold(forCode + together, 1, 'gateway, cold, one at a time'), { most: alone })
  } finally {
    await Promise.all([bare, sdk].map((child) => child.stop()))
    await gateway.end('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  }
  return {
    figures: rows,
    lines: [
      'What one call costs: microseconds of processor and of a busy event loop, kilobytes allocated; a gateway as in production, its log and records included',
      ...table(columns, rows),
    ],
  }
}

interface Spent {
  readonly calls: number
  readonly seconds: number
  readonly before: Inside
  readonly after: Inside
}

async function spentBy(way: Way, lasting: { readonly seconds: number } | { readonly most: number }): Promise<Spent> {
  let calls = 0
  const before = await way.look()
  const started = performance.now()
  await closedLoop({
    ...way,
    ...lasting,
    next: (number) => ({ bytes: way.next(number) }),
    ended: ({ status }) => void (calls += Number(status === 200)),
  })
  const seconds = (performance.now() - started) / 1_000
  return { calls, seconds, before, after: await way.look() }
}

function rowOf(server: string, { calls, seconds, before, after }: Spent, bare: CostRow | undefined): CostRow {
  const store = ({ others }: Inside) => others.find(({ name }) => name === storeThread)
  const processUs = ((after.cpuMs - before.cpuMs) * usPerMs) / calls
  return {
    server,
    calls,
    perSecond: calls / seconds,
    processUs,
    mainUs: ((after.main.cpuMs - before.main.cpuMs) * usPerMs) / calls,
    storeUs: (((store(after)?.cpuMs ?? 0) - (store(before)?.cpuMs ?? 0)) * usPerMs) / calls,
    loopUs: ((after.main.loopBusyMs - before.main.loopBusyMs) * usPerMs) / calls,
    mainBytes: (after.main.allocatedBytes - before.main.allocatedBytes) / calls,
    storeBytes: ((store(after)?.allocatedBytes ?? 0) - (store(before)?.allocatedBytes ?? 0)) / calls,
    ofBare: (bare?.processUs ?? processUs) / processUs,
  }
}

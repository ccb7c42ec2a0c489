import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pinLoad, startChild } from './child.ts'
import { median } from '../support/quantile.ts'
import { load, type LoadResult } from './load.ts'
import { legacyCall, modernCall, type EraRequest } from '../support/load/era-request.ts'

/** One server under the same load as the others. */
export interface WarmRow {
  readonly server: string
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
  /** Medians of ratios per round, so that a machine whose speed drifts does not decide. */
  readonly ofBare: number
  readonly ofSdk: number
}

const tool = 'get_escalation_contact'
const args = { account_id: '12345' }

/** A warm call over HTTP, in both eras, against bare Fastify answering the same bytes and against the SDK as documented. */
export async function measureWarm(
  rounds: number,
  seconds: number,
  progress: (text: string) => void,
): Promise<{ readonly pinned: boolean; readonly rows: readonly WarmRow[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'concierge-bench-'))
  const pinned = pinLoad()
  const desk = await startChild('servers/desk.ts')
  const answerFile = join(folder, 'answer.json')
  writeFileSync(answerFile, await answerOf(desk.url, modernCall(tool, args, desk.token)))
  const bare = await startChild('servers/bare.ts', answerFile)
  const sdk = await startChild('servers/sdk.ts', answerFile)
  const servers: readonly (readonly [string, string, EraRequest])[] = [
    ['bare Fastify, same bytes', bare.url, modernCall(tool, args, desk.token)],
    ['SDK as documented, constant', sdk.url, modernCall(tool, args, desk.token)],
    ['desk, 2026-07-28', desk.url, modernCall(tool, args, desk.token)],
    ['desk, 2025-11-25', desk.url, legacyCall(tool, args, desk.token)],
  ]
  try {
    for (const [, url, request] of servers) await load(url, request, 2)
    const results = new Map<string, LoadResult[]>()
    for (let round = 1; round <= rounds; round += 1) {
      for (const [name, url, request] of servers) {
        progress(`round ${round} of ${rounds}: ${name}`)
        results.set(name, [...(results.get(name) ?? []), await load(url, request, seconds)])
      }
    }
    const of = (name: string): readonly LoadResult[] => results.get(name) as LoadResult[]
    const ratio = (name: string, base: string): number =>
      median(of(name).map((one, round) => one.perSecond / (of(base)[round] as LoadResult).perSecond))
    const rows = servers.map(([name]) => ({
      server: name,
      perSecond: median(of(name).map((one) => one.perSecond)),
      p50Ms: median(of(name).map((one) => one.p50Ms)),
      p99Ms: median(of(name).map((one) => one.p99Ms)),
      ofBare: ratio(name, servers[0]![0]),
      ofSdk: ratio(name, servers[1]![0]),
    }))
    return { pinned, rows }
  } finally {
    await Promise.all([desk, bare, sdk].map((child) => child.stop()))
    rmSync(folder, { recursive: true, force: true })
  }
}

async function answerOf(url: string, request: EraRequest): Promise<string> {
  const response = await fetch(url, { method: 'POST', headers: request.headers, body: request.body })
  const text = await response.text()
  if (!text.includes('Sarah Jenkins')) throw new Error(`the desk did not answer as expected: ${text.slice(0, 300)}`)
  return text
}

import autocannon from 'autocannon'
import type { EraRequest } from '../support/load/era-request.ts'

/** What a server did under load. */
export interface LoadResult {
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
}

const connections = 32

/** Sends one request over and over from 32 connections. Throws when any answer is not a 200. */
export async function load(url: string, request: EraRequest, seconds: number): Promise<LoadResult> {
  const result = await autocannon({ url, method: 'POST', headers: request.headers, body: request.body, connections, duration: seconds })
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${url}: ${result.non2xx} answers were not 200, ${result.errors} requests failed`)
  return { perSecond: result.requests.average, p50Ms: result.latency.p50, p99Ms: result.latency.p99 }
}

import type { Answered } from '../stories/support/call.ts'
import type { Explanation } from '../stories/support/explain.ts'
import { foreignWord } from './answer-faults.ts'
import type { Outcome } from './cell.ts'
import type { DeskReport } from './desk-process.ts'
import type { Fault } from './fault.ts'
import type { Seen } from './fault-proxy.ts'

/** Everything there is to know of one cell. */
export interface Evidence {
  readonly backend: string
  readonly fault: Fault
  readonly answered: Answered | undefined
  /** What the desk said it could not learn; there when the answer was not complete. */
  readonly explained: Explanation | undefined
  /** The contact of the same call while all is well. */
  readonly usualContact: string
  readonly usualLookups: number
  readonly report: DeskReport
  readonly host: string
  readonly seen: Seen
  /** Trouble that breakers counted, by backend. */
  readonly troubles: Readonly<Record<string, number>>
  readonly settledMs: number | undefined
  /** How long the call may take, the time in which the asking process was busy itself included. */
  readonly allowedMs: number
  /** How long the first round of look-ups may take. */
  readonly roundMs: number
  /** Texts that must not be told. */
  readonly secrets: readonly string[]
}

/** How long sockets and timers may outlive the answer. */
export const settleWithinMs = 1_000
const mostAttempts = 2
const innards =
  /\bat (?:async )?[\w.<>]+ \(|node_modules|node:internal|\.ts:\d|\bE[A-Z]{5,}\b|ERR_|CERT_|127\.0\.0\.|backends\.test|localhost/

/** What became of the call, as its caller sees it. */
export function outcomeOf(answered: Answered | undefined): Outcome {
  if (answered === undefined) return 'nothing'
  if (answered.result?.isError === true || answered.error !== undefined) return 'error'
  const status = answered.result?.structuredContent?.['status']
  return status === 'ok' ? 'complete' : typeof status === 'string' ? 'partial' : 'nothing'
}

/** The contact of an answer, as one text. */
export const contactText = (answered: Answered | undefined): string =>
  JSON.stringify(answered?.result?.structuredContent?.['contact'] ?? answered?.result?.structuredContent?.['team'] ?? null)

/** Every promise that a cell breaks, in words. */
export function judge(evidence: Evidence): string[] {
  const { answered } = evidence
  if (answered === undefined) return ['the call was not answered']
  return [...judgeAnswer(evidence, answered), ...judgeBackend(evidence), ...judgeTraces(evidence), ...judgeText(evidence, answered.raw)]
}

function judgeAnswer({ fault, backend, explained, usualContact, allowedMs }: Evidence, answered: Answered): string[] {
  const outcome = outcomeOf(answered)
  const problems: string[] = []
  if (answered.httpStatus !== 200 || outcome === 'nothing') problems.push(`HTTP ${answered.httpStatus} without an answer or a typed error`)
  if (answered.tookMs > allowedMs) problems.push(`answered after ${Math.ceil(answered.tookMs)} ms instead of ${Math.floor(allowedMs)}`)
  if (fault.harmless && outcome !== 'complete') problems.push(`${outcome}, though nothing was lacking`)
  if (fault.mustFail && outcome === 'complete') problems.push('believed somebody who must not be believed')
  const sameContact = fault.changesRecords || contactText(answered) === usualContact
  if (outcome === 'complete' && !sameContact) problems.push('called complete, but not the answer of a good day')
  const gaps = [...(explained?.flags ?? []), ...(explained?.missing ?? [])]
  const names = fault.changesRecords ? gaps.length > 0 : gaps.includes(`source_down:${backend}`)
  if (outcome === 'partial' && !names) problems.push(`something is lacking and nothing says what (${gaps.join(', ')})`)
  return problems
}

function judgeBackend({ fault, backend, answered, roundMs, explained, usualLookups, report, host, seen, troubles }: Evidence): string[] {
  const problems: string[] = []
  const often = Object.entries(seen.requests).filter(([, count]) => count > mostAttempts)
  for (const [request, count] of often) problems.push(`asked ${count} times for ${request}`)
  const lookups = report.lookups[host] ?? 0
  if (!fault.asksMore && lookups > mostAttempts * usualLookups) problems.push(`${lookups} requests instead of ${usualLookups}`)
  const own = troubles[backend] ?? 0
  const hasFailed = explained?.flags.includes(`source_down:${backend}`) === true
  if (!fault.counts && own > 0) problems.push(`${own} counted as trouble in the breaker`)
  // a round that is over leaves its requests to themselves: they may still end well
  const wasLeft = (answered?.tookMs ?? 0) >= roundMs
  if (fault.counts && hasFailed && own === 0 && !wasLeft) problems.push('not counted in the breaker')
  for (const [other, count] of Object.entries(troubles))
    if (other !== backend && count > 0) problems.push(`${count} counted as trouble of ${other}`)
  return problems
}

function judgeTraces({ report, settledMs }: Evidence): string[] {
  const kinds = Object.values(report.records).map((lines) => lines.join(' + '))
  return [
    ...(kinds.length === 1 && kinds[0] === 'begin + end' ? [] : [`left ${kinds.join('; ') || 'nothing'} in the record`]),
    ...(settledMs === undefined ? [`sockets or timers were left after ${settleWithinMs} ms`] : []),
  ]
}

function judgeText({ secrets }: Evidence, raw: string): string[] {
  const said = innards.exec(raw)?.[0]
  return [
    ...(said === undefined ? [] : [`says "${said}" to the caller`]),
    ...(raw.includes(foreignWord) ? ['holds what belongs to another request'] : []),
    ...(secrets.some((secret) => raw.includes(secret)) ? ['says a secret to the caller'] : []),
  ]
}

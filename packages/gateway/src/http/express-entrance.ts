import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Authenticate, Authentication, Believed } from '../auth/authenticate.ts'
import type { Limits } from '../limits.ts'
import { exchangeFor } from '../mcp/exchange.ts'
import type { ExpressLane } from '../mcp/express-lane.ts'
import type { Metrics } from '../metrics.ts'
import type { Rates, RateVerdict } from '../rates/rates.ts'
import type { Admissions } from './admissions.ts'
import type { HostCheck } from './host-guard.ts'
import type { LoadShedder } from './load-shedder.ts'
import { mcpPath } from './mcp-path.ts'
import { readJson } from './read-json.ts'

/** Takes a request or says `false`, and then it is as it came. */
export type ExpressEntrance = (request: IncomingMessage, response: ServerResponse) => boolean

/** What the entrance is made of: what the long way looks at, too. */
export interface EntranceParts {
  readonly lane: ExpressLane
  readonly shedder: LoadShedder
  /** Answers a request there is no room for. */
  readonly turnAway: (response: ServerResponse) => void
  readonly isOurHost: HostCheck
  readonly authenticate: Authenticate
  /** Where it is left for the long way whom there was room for. */
  readonly admissions: Admissions
  readonly rates: Rates | undefined
  readonly limits: Limits
  readonly metrics: Metrics
  readonly clock: () => number
  /** The long way, for what turns out to be unusual once it has been read. */
  readonly passOn: (request: IncomingMessage, response: ServerResponse) => void
}

// what changes how a body is read, or whether
const telling = ['transfer-encoding', 'content-encoding', 'expect', 'upgrade'] as const
const digits = /^[1-9]\d{0,8}$/

/**
 * The way of a call that is right in every respect, from its bytes to the lane past the web framework, which costs as much as all the rest of a warm
 * call. It refuses nobody but for lack of room, and counts nothing before it is sure: whatever is unusual, wrong, too large or not known yet goes the long
 * way, where it is looked at from the start.
 */
export function createExpressEntrance(parts: EntranceParts): ExpressEntrance {
  const { lane, shedder, turnAway, isOurHost, authenticate, admissions, rates, limits, metrics, clock, passOn } = parts

  function proceed(request: IncomingMessage, response: ServerResponse, bytes: Buffer, caller: Believed, receivedAt: number): void {
    const exchange = exchangeFor(caller, receivedAt, request.headers)
    const read = readJson(bytes, limits)
    const ride = 'json' in read ? lane(request.headers, read.json, exchange, undefined) : undefined
    if (ride === undefined || !('json' in read)) {
      admissions.set(request, caller)
      // read again from the start; otherwise it flows on to its end, and is let go of at once
      request.removeAllListeners('data').pause()
      request.unshift(bytes)
      passOn(request, response)
      return
    }
    const settle = (refused: RateVerdict): void => {
      if (refused) metrics.tooSoon(refused.allowance)
      // a refused call is one of those the lane takes, and it may do so once more
      const way = refused ? lane(request.headers, read.json, exchange, refused) : ride
      way?.(response)
    }
    // one message is never too large a batch
    const verdict = rates?.messages(exchange.caller, 1) as RateVerdict | Promise<RateVerdict>
    if (verdict instanceof Promise) void verdict.then(settle)
    else settle(verdict)
  }

  return (request, response) => {
    const length = bodyLength(request, limits)
    if (length === undefined || !isOurHost(request)) return false
    if (!shedder.admits()) {
      turnAway(response)
      return true
    }
    let receivedAt = 0
    let verdict: Authentication | Promise<Authentication>
    try {
      receivedAt = clock()
      verdict = authenticate(request)
    } catch {
      verdict = { refused: 'fault' }
    }
    // what takes its time, costs a proof or is to be refused does not belong here
    if ('then' in verdict || 'refused' in verdict || verdict.useProof !== undefined) {
      admissions.set(request, verdict)
      return false
    }
    const caller = verdict
    readAll(request, length, (bytes) => proceed(request, response, bytes, caller, receivedAt))
    return true
  }
}

/** How long the body of a plain POST is that keeps every bound; `undefined` for all other requests. */
function bodyLength({ method, url, headers, rawHeaders }: IncomingMessage, { headerCount, bodyBytes }: Limits): number | undefined {
  if (method !== 'POST' || url !== mcpPath || rawHeaders.length > 2 * headerCount) return undefined
  // what is there twice comes joined, and is nothing that the lane takes
  if (telling.some((name) => headers[name] !== undefined)) return undefined
  const declared = headers['content-length']
  const length = declared !== undefined && digits.test(declared) ? Number(declared) : Infinity
  return length <= bodyBytes ? length : undefined
}

/** Hands over so many bytes once they are there; never, when the client goes away before. */
function readAll(request: IncomingMessage, length: number, done: (bytes: Buffer) => void): void {
  const chunks: Buffer[] = []
  let received = 0
  const take = (chunk: Buffer): void => {
    chunks.push(chunk)
    received += chunk.length
    if (received < length) return
    done(chunks.length === 1 ? chunk : Buffer.concat(chunks, length))
  }
  request.on('data', take)
}

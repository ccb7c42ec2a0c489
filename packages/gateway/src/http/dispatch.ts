import type { FastifyReply, FastifyRequest } from 'fastify'
import type { AuthFailure } from '../auth/authenticate.ts'
import type { CallLedger } from '../call-ledger.ts'
import type { Limits } from '../limits.ts'
import { readBatch } from '../mcp/batch.ts'
import { isJsonObject } from '../mcp/json-object.ts'
import type { Exchange } from '../mcp/exchange.ts'
import type { ExpressLane } from '../mcp/express-lane.ts'
import { hasLookAlikeKeys } from '../mcp/look-alike-keys.ts'
import type { SdkMount } from '../mcp/sdk-mount.ts'
import { traceIdFrom } from '../mcp/trace-id.ts'
import type { Metrics } from '../metrics.ts'
import type { BatchVerdict, Rates } from '../rates/rates.ts'
import { rpcCodes, sendRpcError, sendTooSoon } from './json-rpc-error.ts'
import { readJson, type BodyFault } from './read-json.ts'
import type { RefuseToken } from './refuse-token.ts'

/** Where a request goes once its caller is known. */
export interface DispatchParts {
  readonly lane: ExpressLane | undefined
  readonly mount: SdkMount
  /** Keeps callers within their allowances; absent: they have none. */
  readonly rates: Rates | undefined
  readonly limits: Limits
  readonly ledger: CallLedger
  readonly metrics: Metrics
  readonly refuseToken: RefuseToken
}

const tooManyFor = (largest: number): string =>
  `Invalid Request: Batch must not exceed ${largest} message${largest === 1 ? '' : 's'}, this caller's whole allowance`

function useProof(exchange: Exchange): AuthFailure | undefined {
  try {
    return exchange.useProof?.()
  } catch {
    return 'fault'
  }
}

type Body = ReturnType<typeof readJson>

const lookAlike: BodyFault = { code: rpcCodes.invalidRequest, message: 'Invalid Request: a key is spelt almost like one of the protocol' }

const sameId: BodyFault = { code: rpcCodes.invalidRequest, message: 'Invalid Request: two requests of the batch have one id' }

/** Reads a body, counts its messages for its caller, faulty ones too, then lets the lane answer, or the SDK. */
export function createDispatch({ lane, mount, rates, limits, ledger, metrics, refuseToken }: DispatchParts) {
  const tooMany: BodyFault = {
    code: rpcCodes.invalidRequest,
    message: `Invalid Request: Batch must not exceed ${limits.batchMessages} messages`,
  }

  function proceed(request: FastifyRequest, reply: FastifyReply, body: Body, exchange: Exchange, refused: BatchVerdict): void {
    if (refused) metrics.tooSoon(refused.allowance)
    // last of all that may turn a request away: one that came too soon leaves nothing to remember
    const unproven = refused ? undefined : useProof(exchange)
    if (unproven !== undefined) {
      refuseToken(reply, unproven)
      return
    }
    if (refused && 'largestBatch' in refused) {
      void recordAll(body, exchange).then(() => sendRpcError(reply, 400, rpcCodes.invalidRequest, tooManyFor(refused.largestBatch)))
      return
    }
    const ride = 'json' in body ? lane?.(request.headers, body.json, exchange, refused) : undefined
    if (ride) {
      reply.hijack()
      ride(reply.raw)
      return
    }
    if (refused) {
      void recordAll(body, exchange).then(() => sendTooSoon(reply, refused.retryAfterS))
      return
    }
    const fault = 'fault' in body ? body.fault : hasLookAlikeKeys(body.json) ? lookAlike : undefined
    if (fault) sendRpcError(reply, 400, fault.code, fault.message)
    else if ('json' in body) passOn(request, reply, body.json, exchange)
  }

  function passOn(request: FastifyRequest, reply: FastifyReply, json: unknown, exchange: Exchange): void {
    if (!Array.isArray(json)) {
      void mount.answer(request, reply, json, exchange)
      return
    }
    const batch = readBatch(json)
    if (batch) void mount.answer(request, reply, batch.messages, { ...exchange, batchCalls: batch.calls })
    else sendRpcError(reply, 400, sameId.code, sameId.message)
  }

  /** Leaves a record of every call in a request that asks too much. */
  async function recordAll(body: Body, { caller, receivedAt, traceparent }: Exchange): Promise<void> {
    const call = { caller, receivedAt, signal: new AbortController().signal, isOver: () => false, traceId: traceIdFrom(traceparent) }
    const ended = { tool: 'unknown', status: 'rate_limited', recorded: false, era: 'legacy', path: 'sdk', call } as const
    await Promise.all(
      messagesOf(body)
        .filter(isCall)
        .map(async () => await ledger.ended(ended, ledger.started())),
    )
  }

  return (request: FastifyRequest, reply: FastifyReply, bytes: Buffer, exchange: Exchange): void => {
    const read = readJson(bytes, limits)
    const isBatch = 'json' in read && Array.isArray(read.json)
    const body = isBatch && messagesOf(read).length > limits.batchMessages ? { fault: tooMany } : read
    const verdict = rates?.messages(exchange.caller, isBatch && 'json' in body ? Math.max(1, messagesOf(body).length) : 1)
    if (verdict instanceof Promise) void verdict.then((settled) => proceed(request, reply, body, exchange, settled))
    else proceed(request, reply, body, exchange, verdict)
  }
}

function messagesOf(body: Body): readonly unknown[] {
  if (!('json' in body)) return []
  return Array.isArray(body.json) ? (body.json as readonly unknown[]) : [body.json]
}

const isCall = (message: unknown): boolean => isJsonObject(message) && message['method'] === 'tools/call'

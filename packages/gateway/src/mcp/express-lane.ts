import { SERVER_INFO_META_KEY, type Implementation } from '@modelcontextprotocol/server'
import { standingOf } from '@cx-concierge/core'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Era } from '../call-status.ts'
import { attend } from '../http/attendance.ts'
import { sendTooLate } from '../http/json-rpc-error.ts'
import type { RateVerdict } from '../rates/rates.ts'
import { checkInput } from './check-input.ts'
import { clientLabel } from './client-label.ts'
import type { Exchange } from './exchange.ts'
import { plainCall, type PlainCall } from './plain-call.ts'
import type { PreparedTools } from './prepare-tools.ts'
import type { ToolRunner } from './run-tool.ts'
import type { ToolCall } from './tool.ts'
import { traceIdFrom } from './trace-id.ts'

/**
 * Answers a call that is right in every respect; says `false`, having done nothing, for every other request. A call that is
 * `refused` because it came too soon is answered so, whatever it asks for.
 */
export type ExpressLane = (request: FastifyRequest, reply: FastifyReply, body: unknown, exchange: Exchange, refused: RateVerdict) => boolean

/** What the lane is made of. */
export interface LaneParts {
  readonly menu: PreparedTools
  readonly runner: ToolRunner
  readonly serverInfo: Implementation
  /** Time for an answer, in milliseconds. */
  readonly answerWithinMs: number
}

// in the order and spelling the SDK sends them
const headersOf: Readonly<Record<Era, Readonly<Record<string, string>>>> = {
  modern: { 'content-type': 'application/json' },
  legacy: {
    'cache-control': 'no-cache, no-transform',
    connection: 'keep-alive',
    'content-type': 'text/event-stream',
    'x-accel-buffering': 'no',
  },
}

/**
 * The short way for the one request that matters: a `tools/call` that is certainly right is answered in the very bytes the SDK would send, without
 * building a server for it. Whatever is unusual, wrong or not allowed is left to the SDK, which stays the only owner of the protocol.
 */
export function createExpressLane({ menu, runner, serverInfo, answerWithinMs }: LaneParts): ExpressLane {
  const modernTail = `,"resultType":"complete","_meta":${JSON.stringify({ [SERVER_INFO_META_KEY]: serverInfo })}}`

  async function answer(
    reply: FastifyReply,
    plain: PlainCall,
    exchange: Exchange,
    work: (call: ToolCall) => Promise<string>,
  ): Promise<void> {
    const { era } = plain
    const attendance = attend(reply, answerWithinMs, () => sendTooLate(reply))
    const { signal } = attendance
    const result = await work(toolCall(signal, plain, exchange))
    attendance.end()
    // whoever hung up, or was told it took too long, has had all they will get
    if (signal.aborted) return
    const message = `{"result":${era === 'modern' ? result.slice(0, -1) + modernTail : result},"jsonrpc":"2.0","id":${JSON.stringify(plain.id)}}`
    // the serializer keeps Fastify from appending a charset; a string leaves in one write together with its headers
    void reply
      .headers(headersOf[era])
      .serializer(asItIs)
      .send(era === 'modern' ? message : `event: message\ndata: ${message}\n\n`)
  }

  function begin(reply: FastifyReply, plain: PlainCall, exchange: Exchange, work: (call: ToolCall) => Promise<string>): true {
    // the error handler has an answer for what should never happen, too
    answer(reply, plain, exchange, work).catch((error: unknown) => reply.send(error))
    return true
  }

  return (request, reply, body, exchange, refused) => {
    const plain = plainCall(request.headers, body)
    if (plain === undefined) return false
    const tool = menu.byName.get(plain.name)?.tool
    const offered = tool !== undefined && standingOf(tool.grants, exchange.caller) === 'offered'
    const arrival = { era: plain.era, path: 'lane' } as const
    if (refused) return begin(reply, plain, exchange, (call) => runner.refuse(offered ? tool : undefined, refused, call, arrival))
    if (!offered) return false
    const checked = checkInput(tool, plain.arguments)
    if (!checked.ok) return false
    return begin(reply, plain, exchange, (call) => runner.run(tool, checked.input, call, arrival))
  }
}

function asItIs(text: string): string {
  return text
}

function toolCall(signal: AbortSignal, plain: PlainCall, { caller, receivedAt, traceparent }: Exchange): ToolCall {
  const client = clientLabel(plain.clientInfo)
  return {
    caller,
    signal,
    ...(client !== undefined && { client }),
    traceId: traceIdFrom(plain.traceparent ?? traceparent),
    receivedAt,
  }
}

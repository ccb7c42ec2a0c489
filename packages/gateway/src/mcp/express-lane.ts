import { SERVER_INFO_META_KEY, type Implementation } from '@modelcontextprotocol/server'
import { standingOf } from '@cx-concierge/core'
import type { IncomingHttpHeaders, ServerResponse } from 'node:http'
import type { Era } from '../call-status.ts'
import { Attendance } from '../http/attendance.ts'
import { endTooLate, endWith, endWithRpcError, rpcCodes } from '../http/json-rpc-error.ts'
import type { Log } from '../log.ts'
import type { RateVerdict } from '../rates/rates.ts'
import { checkInput } from './check-input.ts'
import type { Exchange } from './exchange.ts'
import { LaneCall } from './lane-call.ts'
import { plainCall, type PlainCall } from './plain-call.ts'
import type { PreparedTools } from './prepare-tools.ts'
import type { ToolRunner } from './run-tool.ts'
import type { ToolCall } from './tool.ts'

/** Answers a call, whenever it is ready. */
type Ride = (response: ServerResponse) => void

/**
 * Says how to answer a call that is right in every respect; `undefined`, having done nothing, for every other request. A call that is `refused` because it
 * came too soon is answered so, whatever it asks for.
 */
export type ExpressLane = (headers: IncomingHttpHeaders, body: unknown, exchange: Exchange, refused: RateVerdict) => Ride | undefined

/** What the lane is made of. */
export interface LaneParts {
  readonly menu: PreparedTools
  readonly runner: ToolRunner
  readonly serverInfo: Implementation
  /** Time for an answer, in milliseconds. */
  readonly answerWithinMs: number
  readonly log: Log | false
}

type Work = (call: ToolCall) => Promise<string>

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
export function createExpressLane({ menu, runner, serverInfo, answerWithinMs, log }: LaneParts): ExpressLane {
  const modernTail = `,"resultType":"complete","_meta":${JSON.stringify({ [SERVER_INFO_META_KEY]: serverInfo })}}`

  async function answer(response: ServerResponse, plain: PlainCall, exchange: Exchange, work: Work): Promise<void> {
    const attendance = new Attendance(response, answerWithinMs, () => endTooLate(response))
    const result = await work(new LaneCall(attendance, plain, exchange))
    attendance.end()
    // whoever hung up, or was told it took too long, has had all they will get
    if (attendance.isOver) return
    const isModern = plain.era === 'modern'
    const message = `{"result":${result}${isModern ? modernTail : '}'},"jsonrpc":"2.0","id":${JSON.stringify(plain.id)}}`
    endWith(response, headersOf[plain.era], isModern ? message : `event: message\ndata: ${message}\n\n`)
  }

  function ride(plain: PlainCall, exchange: Exchange, work: Work): Ride {
    return (response) => {
      answer(response, plain, exchange, work).catch((error: unknown) => {
        if (log !== false) log.error({ error }, 'request failed')
        endWithRpcError(response, 500, rpcCodes.internal, 'Internal server error')
      })
    }
  }

  return (headers, body, exchange, refused) => {
    const plain = plainCall(headers, body)
    if (plain === undefined) return undefined
    const tool = menu.byName.get(plain.name)?.tool
    const offered = tool !== undefined && standingOf(tool.grants, exchange.caller) === 'offered'
    const arrival = { era: plain.era, path: 'lane' } as const
    if (refused) return ride(plain, exchange, (call) => runner.refuse(offered ? tool : undefined, refused, call, arrival))
    if (!offered) return undefined
    const checked = checkInput(tool, plain.arguments)
    if (!checked.ok) return undefined
    return ride(plain, exchange, (call) => runner.run(tool, checked.input, call, arrival))
  }
}

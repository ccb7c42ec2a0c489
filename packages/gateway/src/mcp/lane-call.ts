import type { Caller } from '@cx-concierge/contract'
import type { Attendance } from '../http/attendance.ts'
import { clientLabel } from './client-label.ts'
import type { Exchange } from './exchange.ts'
import type { PlainCall } from './plain-call.ts'
import type { ToolCall } from './tool.ts'
import { traceIdFrom } from './trace-id.ts'

/**
 * A call on the express lane. A class, because an object literal with a getter has a shape of its own each time, which outlives it and keeps whatever the
 * getter reaches: the whole request.
 */
export class LaneCall implements ToolCall {
  readonly caller: Caller
  readonly client?: string
  readonly traceId: string
  readonly receivedAt: number
  readonly #attendance: Attendance

  constructor(attendance: Attendance, { clientInfo, traceparent }: PlainCall, exchange: Exchange) {
    this.#attendance = attendance
    this.caller = exchange.caller
    const client = clientLabel(clientInfo)
    if (client !== undefined) this.client = client
    this.traceId = traceIdFrom(traceparent ?? exchange.traceparent)
    this.receivedAt = exchange.receivedAt
  }

  get signal(): AbortSignal {
    return this.#attendance.signal
  }

  isOver(): boolean {
    return this.#attendance.isOver
  }
}

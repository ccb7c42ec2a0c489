import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** What the backend itself would have said. */
export interface TrueAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/** One request on its way through the proxy. */
export interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  /** The bare connection under TLS. */
  readonly raw: Socket
  /** What was sent. */
  readonly sent: Buffer
  /** How many requests the fault has met in this cell, this one included. */
  readonly count: number
  /** 0, 1, 2… */
  readonly repeat: number
  /** Epoch milliseconds, by the desk’s clock. */
  readonly now: number
  /** Asks the backend. */
  readonly ask: () => Promise<TrueAnswer>
  /** Makes the backend end the session, in its own words. */
  readonly endSession: () => void
  /** Something a fault remembers from one request of a cell to the next. */
  readonly memory: Map<string, unknown>
}

/** Whether an answer to this may have a body at all. */
export const hasBody = ({ request }: Exchange): boolean => request.method !== 'HEAD'

/** Sends a whole answer. */
export function say(exchange: Exchange, status: number, headers: Readonly<Record<string, string>>, body: Buffer | string): void {
  const bytes = Buffer.from(body)
  exchange.response.writeHead(status, { ...headers, 'content-length': String(bytes.length) })
  exchange.response.end(hasBody(exchange) ? bytes : undefined)
}

/** Sends what the backend said, perhaps with another body. */
export function pass(exchange: Exchange, { status, headers, body }: TrueAnswer): void {
  const { 'content-length': _length, 'transfer-encoding': _encoding, connection: _connection, ...rest } = headers
  // the length of what a HEAD did not bring
  if (!hasBody(exchange)) exchange.response.writeHead(status, headers).end()
  else say(exchange, status, rest, body)
}

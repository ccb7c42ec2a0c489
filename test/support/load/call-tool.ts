import { Agent, request } from 'node:http'
import { modernCall } from './era-request.ts'

/** What came of one call. */
export interface Answer {
  /** Why it failed, when it did: `HTTP 503`, `error -32603`, `an error as result`, `ECONNRESET`. */
  readonly failed?: string
  /** 0 when there was no answer. */
  readonly status: number
  readonly body: string
  /** How long the caller was asked to wait before it tries again. */
  readonly waitMs: number
  /** The trace the call was sent with; empty when it was sent without. */
  readonly trace: string
  readonly tookMs: number
}

/** How a call is sent. */
export interface CallOptions {
  /** On top of the usual ones. */
  readonly headers?: Readonly<Record<string, string>>
  /** When the caller goes away. */
  readonly hangUpAfterMs?: number
  readonly agent?: Agent
}

const longestMs = 10_000

/** A connection pool of its own. */
export const newAgent = (maxSockets = 256): Agent => new Agent({ keepAlive: true, maxSockets })

const shared = newAgent()

/** Calls a tool over plain HTTP in revision 2026-07-28. Never rejects. */
export function callTool(
  url: string,
  token: string,
  tool: string,
  args: unknown,
  { headers = {}, hangUpAfterMs = longestMs, agent = shared }: CallOptions = {},
): Promise<Answer> {
  const { promise, resolve } = Promise.withResolvers<Answer>()
  const started = performance.now()
  const call = modernCall(tool, args, token)
  const trace = headers['traceparent']?.split('-')[1] ?? ''
  const end = (failed: string | undefined, status: number, body: string, waitMs: number): void => {
    clearTimeout(timer)
    resolve({ ...(failed === undefined ? {} : { failed }), status, body, waitMs, trace, tookMs: performance.now() - started })
  }
  const fail = (error: NodeJS.ErrnoException): void => end(error.code ?? error.message, 0, '', 0)
  const sending = request(url, { method: 'POST', agent, headers: { ...call.headers, ...headers } }, (response) => {
    const chunks: Buffer[] = []
    response.on('data', (chunk: Buffer) => chunks.push(chunk))
    response.on('error', fail)
    response.on('end', () => {
      const body = Buffer.concat(chunks).toString()
      const { statusCode: status = 0 } = response
      end(failureOf(status, body), status, body, Number(response.headers['retry-after'] ?? 0) * 1_000)
    })
  })
  sending.on('error', fail)
  const timer = setTimeout(() => sending.destroy(Object.assign(new Error('timeout'), { code: 'no answer in time' })), hangUpAfterMs)
  sending.end(call.body)
  return promise
}

/** Why what came back is no answer of a tool, in a word. */
function failureOf(status: number, body: string): string | undefined {
  if (status !== 200) return `HTTP ${status}`
  const error = /"error":\{"code":(-?\d+)/.exec(body)?.[1]
  if (error !== undefined) return `error ${error}`
  return body.includes('"isError":true') || !body.includes('"result"') ? 'an error as result' : undefined
}

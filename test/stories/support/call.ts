import { modernRequest, usualHeaders } from '../../support/raw-rpc.ts'

/** What one tool call brought back, as it came. */
export interface Answered {
  readonly httpStatus: number
  readonly result: ToolResult | undefined
  readonly error: { readonly code: number; readonly message: string } | undefined
  /** The `WWW-Authenticate` header. */
  readonly challenge: string | undefined
  /** The body as it came. */
  readonly raw: string
  readonly tookMs: number
}

/** A tool's result, with the structured content as plain data. */
interface ToolResult {
  readonly content: readonly { readonly type: string; readonly text: string }[]
  readonly structuredContent?: Readonly<Record<string, unknown>>
  readonly isError?: boolean
}

/** How a call is sent. */
export interface CallOptions {
  readonly signal?: AbortSignal
  readonly traceparent?: string
  /** A JSON-RPC id of one's own. */
  readonly id?: unknown
}

/** Calls a tool in revision 2026-07-28 over plain HTTP. `args` may be anything, so that bad arguments can be sent too. */
export async function call(url: string, token: string, tool: string, args: unknown, options: CallOptions = {}): Promise<Answered> {
  const started = performance.now()
  const { body, headers } = modernRequest('tools/call', { name: tool, arguments: args })
  const trace = options.traceparent === undefined ? {} : { traceparent: options.traceparent }
  const response = await fetch(url, {
    method: 'POST',
    headers: { ...usualHeaders(token), ...headers, ...trace },
    body: JSON.stringify({ ...body, id: options.id ?? 1 }),
    ...(options.signal ? { signal: options.signal } : {}),
  })
  const raw = await response.text()
  const message = (raw.startsWith('{') ? JSON.parse(raw) : {}) as { result?: ToolResult; error?: Answered['error'] }
  return {
    httpStatus: response.status,
    result: message.result,
    error: message.error,
    challenge: response.headers.get('www-authenticate') ?? undefined,
    raw,
    tookMs: performance.now() - started,
  }
}

/** The structured content of a call that must have been answered. */
export function structured(answered: Answered): Readonly<Record<string, unknown>> {
  const content = answered.result?.structuredContent
  if (content === undefined) throw new Error(`no structured answer: ${answered.raw}`)
  return content
}

/** A contact card out of an answer. */
export const contactOf = (answered: Answered): Readonly<Record<string, unknown>> =>
  structured(answered)['contact'] as Readonly<Record<string, unknown>>

/** A JSON-RPC message as it came. */
export type Message = Readonly<Record<string, unknown>>

/** What one request brought back. */
export interface RawAnswer {
  readonly status: number
  readonly headers: Headers
  /** In the order they came; none when there was no body. */
  readonly messages: readonly Message[]
}

/** The headers that every POST of a client carries, in every revision. */
export const usualHeaders = (token: string): Readonly<Record<string, string>> => ({
  authorization: `Bearer ${token}`,
  'content-type': 'application/json',
  accept: 'application/json, text/event-stream',
})

/** Posts JSON-RPC as a client without an SDK would; `headers` come on top of the usual ones. Reads JSON, lists of it, and event streams that end. */
export async function postRpc(
  url: string,
  token: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<RawAnswer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { ...usualHeaders(token), ...headers },
    body: JSON.stringify(body),
  })
  const text = await response.text()
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') === true
  return { status: response.status, headers: response.headers, messages: isStream ? eventsOf(text) : messagesOf(text) }
}

/** A request of revision 2026-07-28, with the headers and `_meta` that revision asks for; `more` comes on top of that `_meta`. */
export function modernRequest(
  method: string,
  params: Readonly<Record<string, unknown>> = {},
  more: Readonly<Record<string, unknown>> = {},
): { readonly body: Message; readonly headers: Readonly<Record<string, string>> } {
  const meta = { 'io.modelcontextprotocol/protocolVersion': '2026-07-28', 'io.modelcontextprotocol/clientCapabilities': {}, ...more }
  const name = params['name'] ?? params['uri']
  return {
    body: { jsonrpc: '2.0', id: 1, method, params: { ...params, _meta: meta } },
    headers: { 'mcp-protocol-version': '2026-07-28', 'mcp-method': method, ...(typeof name === 'string' ? { 'mcp-name': name } : {}) },
  }
}

function messagesOf(text: string): readonly Message[] {
  if (text === '') return []
  const value = JSON.parse(text) as Message | readonly Message[]
  return Array.isArray(value) ? (value as readonly Message[]) : [value as Message]
}

function eventsOf(text: string): readonly Message[] {
  return text.split('\n').flatMap((line) => (line.startsWith('data:') ? messagesOf(line.slice('data:'.length).trim()) : []))
}

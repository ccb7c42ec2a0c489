const version = '2026-07-28'

/** A good envelope of the modern era. */
export const envelope = {
  'io.modelcontextprotocol/protocolVersion': version,
  'io.modelcontextprotocol/clientInfo': { name: 'probe', version: '1.0.0' },
  'io.modelcontextprotocol/clientCapabilities': {},
}

/** Headers of a good modern call. */
export function modernHeaders(token: string, name = 'echo', method = 'tools/call'): Record<string, string> {
  return {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
    'mcp-protocol-version': version,
    'mcp-method': method,
    'mcp-name': name,
  }
}

/** Headers of a good call of an older revision. */
export function legacyHeaders(token: string, revision?: string): Record<string, string> {
  return {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
    ...(revision !== undefined && { 'mcp-protocol-version': revision }),
  }
}

/** A good modern call of a tool. */
export function modernCall(args: unknown = { word: 'hello' }, name = 'echo', id: unknown = 1): Record<string, unknown> {
  return { jsonrpc: '2.0', id, method: 'tools/call', params: { name, arguments: args, _meta: envelope } }
}

/** A good call of an older revision. */
export function legacyCall(args: unknown = { word: 'hello' }, name = 'echo', id: unknown = 1): Record<string, unknown> {
  return { jsonrpc: '2.0', id, method: 'tools/call', params: { name, arguments: args } }
}

/** Any modern request. */
export function modernRequest(method: string, params: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return { jsonrpc: '2.0', id: 1, method, params: { ...params, _meta: envelope } }
}

/** The JSON-RPC message of an answer, whether it came as JSON or as the only event of a stream. */
export function messageOf(body: string): { result?: Record<string, unknown>; error?: { code: number; message: string }; id?: unknown } {
  const data = body.startsWith('event:') ? (body.split('\n')[1] ?? '').slice('data: '.length) : body
  return JSON.parse(data) as ReturnType<typeof messageOf>
}

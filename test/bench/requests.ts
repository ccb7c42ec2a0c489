/** A request of one protocol era, ready to be sent. */
export interface EraRequest {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

const common = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' }

/** A `tools/call` as a client of the 2026-07-28 revision sends it. */
export function modernCall(tool: string, args: Readonly<Record<string, unknown>>, token: string, id = 1): EraRequest {
  const meta = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientInfo': { name: 'bench', version: '1.0.0' },
    'io.modelcontextprotocol/clientCapabilities': {},
  }
  return {
    headers: {
      ...common,
      authorization: `Bearer ${token}`,
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': 'tools/call',
      'mcp-name': tool,
    },
    body: JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/call', params: { name: tool, arguments: args, _meta: meta } }),
  }
}

/** A `tools/call` as a client of the 2025-11-25 revision sends it. */
export function legacyCall(tool: string, args: Readonly<Record<string, unknown>>, token: string, id = 1): EraRequest {
  return {
    headers: { ...common, authorization: `Bearer ${token}`, 'mcp-protocol-version': '2025-11-25' },
    body: JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/call', params: { name: tool, arguments: args } }),
  }
}

import { modernRequest, usualHeaders } from '../raw-rpc.ts'

/** A request of one protocol era, ready to be sent. */
export interface EraRequest {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

const clientInfo = { name: 'load', version: '1.0.0' }

/** A `tools/call` as a client of the 2026-07-28 revision sends it. */
export function modernCall(tool: string, args: unknown, token: string): EraRequest {
  const { body, headers } = modernRequest(
    'tools/call',
    { name: tool, arguments: args },
    { 'io.modelcontextprotocol/clientInfo': clientInfo },
  )
  return { headers: { ...usualHeaders(token), ...headers }, body: JSON.stringify(body) }
}

/** A `tools/call` as a client of the 2025-11-25 revision sends it. */
export function legacyCall(tool: string, args: unknown, token: string): EraRequest {
  return {
    headers: { ...usualHeaders(token), 'mcp-protocol-version': '2025-11-25' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: tool, arguments: args } }),
  }
}

/** The bytes of a request, made once. */
export function bytesOf(url: string, { headers, body }: EraRequest): Buffer {
  const { host, pathname } = new URL(url)
  const fields = Object.entries({ host, ...headers, 'content-length': String(Buffer.byteLength(body)) })
  return Buffer.from(`POST ${pathname} HTTP/1.1\r\n${fields.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`)
}

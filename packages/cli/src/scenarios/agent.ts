import { Client, ProtocolError, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'

/** What an agent got back from one call. */
export interface Reply {
  readonly structured: Readonly<Record<string, unknown>> | undefined
  readonly text: string
  readonly isError: boolean
  /** Set when the call failed in the protocol's terms. */
  readonly error?: { readonly code: number | string; readonly message: string }
  /** Everything received, as one text. */
  readonly raw: string
}

/** Calls a tool as an agent would: a real MCP client over HTTP. */
export async function callAsAgent(url: string, token: string, tool: string, args: Readonly<Record<string, unknown>>): Promise<Reply> {
  const client = new Client({ name: 'concierge-cli', version: '0.1.0' }, { versionNegotiation: { mode: 'auto' } })
  await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers: { authorization: `Bearer ${token}` } } }))
  try {
    const result = await client.callTool({ name: tool, arguments: { ...args } })
    const blocks = Array.isArray(result.content) ? result.content : []
    return {
      structured: result.structuredContent as Readonly<Record<string, unknown>> | undefined,
      text: blocks.flatMap((block) => (block.type === 'text' ? [block.text] : [])).join('\n'),
      isError: result.isError === true,
      raw: JSON.stringify(result),
    }
  } catch (error) {
    if (!(error instanceof Error)) throw error
    const code = error instanceof ProtocolError ? error.code : 'code' in error ? String(error.code) : error.name
    return { structured: undefined, text: '', isError: true, error: { code, message: error.message }, raw: error.message }
  } finally {
    await client.close()
  }
}

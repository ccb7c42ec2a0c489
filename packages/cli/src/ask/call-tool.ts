import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { readArguments } from './arguments.ts'

/** What a tool answered. */
interface Called {
  readonly structured: Readonly<Record<string, unknown>> | undefined
  readonly text: string
  readonly isError: boolean
}

/** Calls a tool as a real MCP client. Throws an `Error` that says what to do when the gateway or the tool cannot be called. */
export async function callTool(url: string, token: string, name: string, words: readonly string[]): Promise<Called> {
  const client = new Client({ name: 'concierge-ask', version: '0.1.0' }, { versionNegotiation: { mode: 'auto' } })
  try {
    await client.connect(
      new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers: { authorization: `Bearer ${token}` } } }),
    )
  } catch (cause) {
    if (/\b401\b|unauthorized/i.test(String(cause)))
      throw new Error(`${url} does not take this token; npm start prints the ones it takes`, { cause })
    throw new Error(`${url} cannot be called (${reasonOf(cause)}); start it with: npm start`, { cause })
  }
  try {
    const { tools } = await client.listTools()
    const tool = tools.find((one) => one.name === name)
    if (!tool) throw new Error(`there is no tool "${name}" for this token; it may use: ${tools.map((one) => one.name).join(', ')}`)
    const result = await client.callTool({ name, arguments: readArguments(words, tool.inputSchema) })
    return {
      structured: result.structuredContent as Readonly<Record<string, unknown>> | undefined,
      text: result.content.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n'),
      isError: result.isError === true,
    }
  } finally {
    await client.close()
  }
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined
  if (cause instanceof Error && 'code' in cause) return String(cause.code)
  return error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'no answer'
}

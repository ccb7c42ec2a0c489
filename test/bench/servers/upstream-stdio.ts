// The least an MCP server over stdio can do: it shakes hands, has one tool, and answers every call with the same result.
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'

interface Request {
  readonly id?: number | string
  readonly method: string
  readonly params?: { readonly protocolVersion?: string }
}

const { result } = JSON.parse(readFileSync(process.argv[2] as string, 'utf8')) as {
  readonly result: { readonly content: unknown; readonly structuredContent: unknown }
}
const answer = { content: result.content, structuredContent: result.structuredContent }
const tool = {
  name: 'get_escalation_contact',
  description: 'Answers a constant.',
  inputSchema: { type: 'object', properties: { account_id: { type: 'string' } } },
}

function resultOf({ method, params }: Request): unknown {
  switch (method) {
    case 'initialize':
      return {
        protocolVersion: params?.protocolVersion ?? '2025-11-25',
        capabilities: { tools: {} },
        serverInfo: { name: 'upstream', version: '1.0.0' },
      }
    case 'tools/list':
      return { tools: [tool] }
    case 'tools/call':
      return answer
    case 'ping':
      return {}
    default:
      return undefined
  }
}

createInterface({ input: process.stdin }).on('line', (line) => {
  const request = JSON.parse(line) as Request
  if (request.id === undefined) return
  const found = resultOf(request)
  const reply = found === undefined ? { error: { code: -32_601, message: 'Method not found' } } : { result: found }
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id: request.id, ...reply })}\n`)
})

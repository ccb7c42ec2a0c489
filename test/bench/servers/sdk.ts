// The SDK as its documentation shows it, with one tool that returns a constant of the same size.
import { readFileSync } from 'node:fs'
import { toNodeHandler } from '@modelcontextprotocol/node'
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server'
import { fastify } from 'fastify'
import { z } from 'zod'
import { sayReady } from './say-ready.ts'

interface Message {
  readonly result: {
    readonly content: [{ readonly type: 'text'; readonly text: string }]
    readonly structuredContent: Record<string, unknown>
  }
}

const { result } = JSON.parse(readFileSync(process.argv[2] as string, 'utf8')) as Message
const handler = createMcpHandler(() => {
  const server = new McpServer({ name: 'constant', version: '1.0.0' })
  server.registerTool(
    'get_escalation_contact',
    {
      description: 'Answers a constant.',
      inputSchema: z.object({ account_id: z.string() }),
      outputSchema: z.looseObject({ status: z.string(), agent_message: z.string(), decision_id: z.string() }),
    },
    () => ({ content: result.content, structuredContent: result.structuredContent }),
  )
  return server
})
const node = toNodeHandler(handler)
const app = fastify()
app.removeAllContentTypeParsers()
app.addContentTypeParser('*', (_request, _payload, done) => done(null))
app.post('/mcp', async (request, reply) => {
  reply.hijack()
  await node(request.raw as Parameters<typeof node>[0], reply.raw)
})
sayReady(`${await app.listen({ port: 0, host: '127.0.0.1' })}/mcp`)
process.once('disconnect', () => process.exit(0))

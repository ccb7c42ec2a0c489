import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { Client as OldClient } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport as OldTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { expect, it, onTestFinished } from 'vitest'
import { safeLimits } from '../src/index.ts'
import { openProtocol } from '../src/mcp/protocol.ts'
import { startGateway } from './support/gateway.ts'
import { makeToken } from './support/tokens.ts'

// the clients keep their own clocks
const clock = Date.now
const info = { name: 'tester', version: '1.0.0' }

async function bearer(): Promise<{ headers: Record<string, string> }> {
  return { headers: { authorization: `Bearer ${await makeToken(clock())}` } }
}

const usual = {
  content: [{ type: 'text', annotations: { audience: ['assistant'] } }],
  structuredContent: { said: { word: 'hello' } },
}

it.each([
  ['auto', 'modern'],
  ['legacy', 'legacy'],
] as const)('serves the 2.x client in %s mode', async (mode, era) => {
  const gateway = await startGateway({ clock })
  const client = new Client(info, { versionNegotiation: { mode } })
  onTestFinished(() => client.close())
  await client.connect(new StreamableHTTPClientTransport(gateway.url, { requestInit: await bearer() }))
  expect(client.getProtocolEra()).toBe(era)
  expect(client.getInstructions()).toBe('Ask who should help.')
  expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(['echo', 'fail'])
  expect(await client.callTool({ name: 'echo', arguments: { word: 'hello' } })).toMatchObject(usual)
  expect(await client.callTool({ name: 'fail', arguments: { word: 'politely' } })).toMatchObject({ isError: true })
  await expect(client.callTool({ name: 'staff_only', arguments: {} })).rejects.toThrow('Unknown tool: staff_only')
})

it('serves the 1.x client', async () => {
  const gateway = await startGateway({ clock })
  const client = new OldClient(info)
  onTestFinished(() => client.close())
  const transport = new OldTransport(gateway.url, { requestInit: await bearer() })
  await client.connect(transport)
  expect(transport.sessionId).toBeUndefined()
  expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(['echo', 'fail'])
  expect(await client.callTool({ name: 'echo', arguments: { word: 'hello' } })).toMatchObject(usual)
  expect(await client.callTool({ name: 'fail', arguments: { word: 'politely' } })).toMatchObject({ isError: true })
})

it('tells a client that listens when the menu changes', async () => {
  const protocol = openProtocol(safeLimits)
  const gateway = await startGateway({ clock, protocol })
  const client = new Client(info, { versionNegotiation: { mode: 'auto' } })
  onTestFinished(() => client.close())
  await client.connect(new StreamableHTTPClientTransport(gateway.url, { requestInit: await bearer() }))
  const { promise, resolve } = Promise.withResolvers<string>()
  client.setNotificationHandler('notifications/tools/list_changed', () => resolve('told'))
  await client.listen({ toolsListChanged: true })
  protocol.toolsChanged()
  expect(await promise).toBe('told')
  await protocol.close()
})

it('ends a listening stream in good order when the gateway closes', async () => {
  const protocol = openProtocol(safeLimits)
  const gateway = await startGateway({ clock, protocol })
  const response = await fetch(gateway.url, { method: 'POST', ...listenRequest(await makeToken(clock())) })
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  expect((await reader?.read())?.value).toContain('notifications/subscriptions/acknowledged')
  const closing = protocol.close()
  expect((await reader?.read())?.value).toContain('"resultType":"complete"')
  await closing
  await gateway.close()
})

it('ends a listening stream with the token it was opened with', async () => {
  const expiring = clock() - (clock() % 1000)
  const gateway = await startGateway({ clock, protocol: openProtocol(safeLimits) })
  const token = await makeToken(clock(), { claims: { exp: expiring / 1000 + 1 } })
  const { headers, body } = listenRequest(token)
  const answer = await gateway.send({ headers, body })
  expect(answer.body).toContain('notifications/subscriptions/acknowledged')
  expect(clock()).toBeLessThan(expiring + 3000)
})

function listenRequest(token: string): { headers: Record<string, string>; body: string } {
  const meta = { 'io.modelcontextprotocol/protocolVersion': '2026-07-28', 'io.modelcontextprotocol/clientCapabilities': {} }
  return {
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': 'subscriptions/listen',
    },
    body: JSON.stringify({
      jsonrpc: '2.0',
      id: 'l',
      method: 'subscriptions/listen',
      params: { notifications: { toolsListChanged: true }, _meta: meta },
    }),
  }
}

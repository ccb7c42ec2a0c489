import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDemoDesk, type DemoDesk } from '../support/demo-desk.ts'
import { acmeNumber, menus } from '../support/northwind-facts.ts'
import { postRpc } from '../support/raw-rpc.ts'

let desk: DemoDesk
beforeAll(async () => {
  desk = await openDemoDesk()
})
afterAll(() => desk.close())

const ask = (body: unknown) => postRpc(desk.url, 'demo-service', body)
const request = (id: number, method: string, params: Readonly<Record<string, unknown>> = {}) => ({ jsonrpc: '2.0', id, method, params })
const initialize = (protocolVersion: string) =>
  request(0, 'initialize', { protocolVersion, capabilities: {}, clientInfo: { name: 'interop', version: '1.0.0' } })
const cardCall = (id: number) => request(id, 'tools/call', { name: 'get_escalation_contact', arguments: { account_id: acmeNumber } })
const toolNames = (message: unknown): readonly string[] =>
  (message as { result: { tools: { name: string }[] } }).result.tools.map(({ name }) => name)

describe.each(['2024-11-05', '2025-03-26', '2025-06-18', '2025-11-25'])(
  'revision %s, by a client that never sends a version header',
  (revision) => {
    it('is agreed on, without a session', async () => {
      const answer = await ask(initialize(revision))
      expect(answer.status).toBe(200)
      expect(answer.headers.has('mcp-session-id')).toBe(false)
      expect(answer.messages).toMatchObject([{ id: 0, result: { protocolVersion: revision, capabilities: { tools: {} } } }])
      const initialized = await ask({ jsonrpc: '2.0', method: 'notifications/initialized' })
      expect([initialized.status, initialized.messages]).toEqual([202, []])
    })

    it('answers ping, tools/list and tools/call', async () => {
      expect((await ask(request(1, 'ping'))).messages).toEqual([{ jsonrpc: '2.0', id: 1, result: {} }])
      const { messages: listed } = await ask(request(2, 'tools/list'))
      expect(listed.map(toolNames)).toEqual([menus['demo-service']])
      const { status, messages } = await ask(cardCall(3))
      expect(status).toBe(200)
      expect(messages).toMatchObject([{ id: 3, result: { structuredContent: { status: 'ok', contact: { name: 'Sarah Jenkins' } } } }])
    })
  },
)

it('offers a version it knows to a client that asks for one it does not', async () => {
  const [message] = (await ask(initialize('2031-01-01'))).messages
  expect(message).toMatchObject({ result: { protocolVersion: '2025-11-25' } })
})

it('answers every message of a batch', async () => {
  const { status, messages } = await ask([request(1, 'ping'), request(2, 'tools/list'), cardCall(3)])
  expect(status).toBe(200)
  const byId = new Map(messages.map((message) => [message['id'], message]))
  expect(byId.size).toBe(3)
  expect(byId.get(1)).toMatchObject({ result: {} })
  expect(toolNames(byId.get(2))).toEqual(menus['demo-service'])
  expect(byId.get(3)).toMatchObject({ result: { structuredContent: { contact: { name: 'Sarah Jenkins' } } } })
})

it.each([
  ['GET', { accept: 'text/event-stream' }],
  ['GET', { accept: 'text/event-stream', 'mcp-session-id': 'left-over', 'last-event-id': '7' }],
  ['DELETE', { 'mcp-session-id': 'left-over' }],
])('refuses %s at once, with %o and with or without a token', async (method, headers) => {
  for (const authorization of [{}, { authorization: 'Bearer demo-service' }]) {
    const response = await fetch(desk.url, { method, headers: { ...headers, ...authorization }, signal: AbortSignal.timeout(1_000) })
    await response.text()
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST'])
  }
})

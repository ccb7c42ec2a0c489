import { Agent } from 'node:http'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { endedWell, listen } from '../change/support/listener.ts'
import { callTool } from '../support/load/call-tool.ts'
import { call, contactOf } from './support/call.ts'
import { openStoryDesk, type StoryDesk } from './support/story-desk.ts'
import { platform } from './support/tokens.ts'

// a desk is opened for each, with all its systems
vi.setConfig({ testTimeout: 60_000 })

const contact = 'get_escalation_contact'
const acme = { account_id: '12345' }
const patience = { noticeMs: 300, graceMs: 5_000 }

async function openDesk(): Promise<{ desk: StoryDesk; token: string }> {
  const desk = await openStoryDesk({ now: Date.now })
  onTestFinished(() => desk[Symbol.asyncDispose]())
  return { desk, token: await desk.token(platform) }
}

const readyStatus = async (desk: StoryDesk): Promise<number> => (await fetch(new URL('/ready', desk.url))).status

describe('a gateway that is told to end', () => {
  test('says that it is not ready, goes on answering until balancers have noticed, and then takes nothing more', async () => {
    const { desk, token } = await openDesk()
    expect(await readyStatus(desk)).toBe(200)
    const ended = desk.gateway.drain(patience)
    expect(await readyStatus(desk)).toBe(503)
    expect(contactOf(await call(desk.url, token, contact, acme))).toMatchObject({ name: 'Sarah Jenkins' })
    expect(await ended).toBe(0)
    await expect(call(desk.url, token, contact, acme)).rejects.toThrow('fetch failed')
  })

  test.each(['modern', 'legacy'])('tells connections that are kept that they are over (%s)', async (era) => {
    const { desk, token } = await openDesk()
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    onTestFinished(() => agent.destroy())
    await callTool(desk.url, token, contact, acme, { agent })
    expect(Object.keys(agent.freeSockets)).toHaveLength(1)
    const ended = desk.gateway.drain(patience)
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', accept: 'application/json, text/event-stream' }
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: contact, arguments: acme } })
    const answer = era === 'legacy' ? await fetch(desk.url, { method: 'POST', headers, body }) : await fetch(new URL('/live', desk.url))
    expect(answer.status).toBe(200)
    expect(answer.headers.get('connection')).toBe('close')
    expect((await callTool(desk.url, token, contact, acme, { agent })).failed).toBeUndefined()
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(Object.keys(agent.freeSockets)).toHaveLength(0)
    await ended
  })

  test('finishes the calls that are under way', async () => {
    const { desk, token } = await openDesk()
    desk.backends.get('salesforce')?.fail({ kind: 'hang' })
    const slow = call(desk.url, token, contact, acme)
    while (desk.gateway.store.stats().pending + desk.gateway.store.stats().written === 0)
      await new Promise((resolve) => setTimeout(resolve, 5))
    const cut = await desk.gateway.drain({ noticeMs: 0, graceMs: 5_000 })
    expect((await slow).httpStatus).toBe(200)
    expect(cut).toBe(0)
  })

  test('waits no longer than it was told to, and says how many calls that cut short', async () => {
    const { desk, token } = await openDesk()
    desk.backends.get('salesforce')?.fail({ kind: 'hang' })
    const slow = call(desk.url, token, contact, acme).catch((error: unknown) => error)
    while (desk.gateway.store.stats().pending + desk.gateway.store.stats().written === 0)
      await new Promise((resolve) => setTimeout(resolve, 5))
    expect(await desk.gateway.drain({ noticeMs: 0, graceMs: 50 })).toBe(1)
    expect(await slow).toBeInstanceOf(Error)
  })

  test('gives whoever listens a final answer', async () => {
    const { desk, token } = await openDesk()
    const { heard } = await listen(desk.url, token)
    await desk.gateway.drain(patience)
    expect(endedWell(await heard)).toBe(true)
  })
})

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDemoDesk, type DemoDesk } from '../support/demo-desk.ts'
import { acmeId, acmeNumber, menus, sarahsFacts, type DemoToken } from '../support/northwind-facts.ts'
import type { AgentClient } from './clients/agent-client.ts'
import { aiSdk } from './clients/ai-sdk.ts'
import { inspectorCli } from './clients/inspector.ts'
import { langchain } from './clients/langchain.ts'
import { openaiAgents } from './clients/openai-agents.ts'
import { sdk1 } from './clients/sdk-1.ts'
import { sdk2 } from './clients/sdk-2.ts'

const clients: readonly AgentClient[] = [
  sdk2('auto', 'modern'),
  sdk2('legacy', 'legacy'),
  sdk1,
  inspectorCli('modern'),
  inspectorCli('legacy'),
  aiSdk,
  openaiAgents(false),
  openaiAgents(true),
  langchain,
]
const tokens = Object.keys(menus) as readonly DemoToken[]

let desk: DemoDesk
beforeAll(async () => {
  desk = await openDemoDesk()
})
afterAll(() => desk.close())

describe.each(clients)('$name', (client) => {
  it.each(tokens)('lists exactly the menu of %s', async (token) => {
    await using agent = await client.connect(desk.url, token)
    expect(await agent.menu()).toEqual(menus[token])
  })

  it("shows its model every fact of the customer's own contact", async () => {
    await using agent = await client.connect(desk.url, 'demo-service')
    const shown = await agent.call('get_escalation_contact', { account_id: acmeNumber })
    expect(shown).not.toEqual([])
    for (const form of shown) for (const fact of sarahsFacts) expect(form).toContain(fact)
  })

  it("serves a customer's own assistant, whose token names the account", async () => {
    await using agent = await client.connect(desk.url, 'demo-customer')
    for (const form of await agent.call('get_escalation_contact', { account_id: acmeId })) expect(form).toContain('Sarah Jenkins')
  })

  it.skipIf(client.refusesNull)('may write null for every argument it leaves out', async () => {
    await using agent = await client.connect(desk.url, 'demo-service')
    const args = { account_id: acmeNumber, email: null, topic: null, preferred_language: null }
    for (const form of await agent.call('get_escalation_contact', args)) expect(form).toContain('Sarah Jenkins')
  })

  it('lets its model hear what was wrong with the arguments', async () => {
    await using agent = await client.connect(desk.url, 'demo-service')
    const args = { account_id: acmeNumber, email: 'jane.doe@acme-robotics.example' }
    const heard = await agent.call('get_escalation_contact', args).catch((error: unknown) => [String(error)])
    expect(heard.join()).toContain('give only one of account_id and email')
  })
})

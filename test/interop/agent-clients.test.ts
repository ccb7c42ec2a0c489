import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ClientName } from '../support/authorization-clients.ts'
import { startAuthorizationServer, type AuthorizationServer } from '../support/authorization-server.ts'
import { openGuardedDesk, type GuardedDesk } from '../support/guarded-desk.ts'
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
const callers = Object.keys(menus) as readonly DemoToken[]

/** Which client of the authorization server is what one of the demo's callers is. */
const clientOf: Readonly<Record<DemoToken, ClientName>> = {
  'demo-customer': 'assistant',
  'demo-service': 'platform',
  'demo-internal': 'colleague',
}

let server: AuthorizationServer
let desk: GuardedDesk
const closing = new AsyncDisposableStack()
beforeAll(async () => {
  server = closing.use(await startAuthorizationServer())
  const issuer = { issuer: server.issuer, jwksUrl: server.jwksUrl, algorithms: ['ES256'] as const }
  desk = closing.use(await openGuardedDesk({ issuers: [issuer] }))
})
afterAll(() => closing.disposeAsync())

/** A token as the authorization server gives it out. */
const tokenOf = (caller: DemoToken): Promise<string> => server.token(clientOf[caller], desk.url)

describe.each(clients)('$name', (client) => {
  it.each(callers)('lists exactly the menu of %s', async (caller) => {
    await using agent = await client.connect(desk.url, await tokenOf(caller))
    expect(await agent.menu()).toEqual(menus[caller])
  })

  it("shows its model every fact of the customer's own contact", async () => {
    await using agent = await client.connect(desk.url, await tokenOf('demo-service'))
    const shown = await agent.call('get_escalation_contact', { account_id: acmeNumber })
    expect(shown).not.toEqual([])
    for (const form of shown) for (const fact of sarahsFacts) expect(form).toContain(fact)
  })

  it("serves a customer's own assistant, whose token names the account", async () => {
    await using agent = await client.connect(desk.url, await tokenOf('demo-customer'))
    for (const form of await agent.call('get_escalation_contact', { account_id: acmeId })) expect(form).toContain('Sarah Jenkins')
  })

  it.skipIf(client.refusesNull)('may write null for every argument it leaves out', async () => {
    await using agent = await client.connect(desk.url, await tokenOf('demo-service'))
    const args = { account_id: acmeNumber, email: null, topic: null, preferred_language: null }
    for (const form of await agent.call('get_escalation_contact', args)) expect(form).toContain('Sarah Jenkins')
  })

  it('lets its model hear what was wrong with the arguments', async () => {
    await using agent = await client.connect(desk.url, await tokenOf('demo-service'))
    const args = { account_id: acmeNumber, email: 'jane.doe@acme-robotics.example' }
    const heard = await agent.call('get_escalation_contact', args).catch((error: unknown) => [String(error)])
    expect(heard.join()).toContain('give only one of account_id and email')
  })
})

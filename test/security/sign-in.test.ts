import {
  Client,
  ClientCredentialsProvider,
  DpopSession,
  PrivateKeyJwtProvider,
  StreamableHTTPClientTransport,
  UnauthorizedError,
  type OAuthClientProvider,
} from '@modelcontextprotocol/client'
import { ClientCredentialsProvider as OldCredentialsProvider } from '@modelcontextprotocol/sdk/client/auth-extensions.js'
import { Client as OldClient } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport as OldTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import type { DpopMode, TokenIssuer } from '@cx-concierge/gateway'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { clientKey, clientSecret } from '../support/authorization-clients.ts'
import { startAuthorizationServer, type AuthorizationServer } from '../support/authorization-server.ts'
import { openGuardedDesk, type GuardedDesk } from '../support/guarded-desk.ts'
import { acmeId } from '../support/northwind-facts.ts'
import { personalProvider } from './support/personal-provider.ts'

let server: AuthorizationServer
let desk: GuardedDesk
const closing = new AsyncDisposableStack()

const signed = (): TokenIssuer => ({ issuer: server.issuer, jwksUrl: server.jwksUrl, algorithms: ['ES256'] })
const card = { name: 'get_escalation_contact', arguments: { account_id: acmeId } }
const team = { name: 'get_account_team', arguments: { account_id: acmeId } }

async function openDesk(dpop: DpopMode = 'refuse'): Promise<GuardedDesk> {
  return closing.use(await openGuardedDesk({ issuers: [signed()], dpop }))
}

beforeAll(async () => {
  server = closing.use(await startAuthorizationServer())
  desk = await openDesk()
})
afterAll(() => closing.disposeAsync())

/** A client that knows nothing but the URL and its own credentials. */
async function connect(url: string, authProvider: OAuthClientProvider): Promise<{ client: Client; statuses: number[] } & AsyncDisposable> {
  const statuses: number[] = []
  const watching: typeof fetch = async (input, init) => {
    const response = await fetch(input, init)
    if (new Request(input).url.startsWith(url)) statuses.push(response.status)
    return response
  }
  const client = new Client({ name: 'security', version: '1.0.0' }, { versionNegotiation: { mode: 'auto' } })
  await client.connect(new StreamableHTTPClientTransport(new URL(url), { authProvider, fetch: watching }))
  return { client, statuses, [Symbol.asyncDispose]: () => client.close() }
}

const helpdesk = () => new ClientCredentialsProvider({ clientId: 'helpdesk', clientSecret, expectedIssuer: server.issuer })

describe('a client of the SDK finds its way from our 401 alone', () => {
  it('with a secret', async () => {
    await using agent = await connect(desk.url, helpdesk())
    expect(agent.statuses[0]).toBe(401)
    expect(await agent.client.callTool(card)).toMatchObject({ structuredContent: { contact: { name: 'Sarah Jenkins' } } })
  })

  it('with a private key', async () => {
    const key = { clientId: 'helpdesk_with_key', privateKey: clientKey.jwk, algorithm: 'ES256', expectedIssuer: server.issuer }
    await using agent = await connect(desk.url, new PrivateKeyJwtProvider(key))
    expect(await agent.client.callTool(card)).toMatchObject({ structuredContent: { contact: { name: 'Sarah Jenkins' } } })
  })

  it('with a person who signs in, agrees and comes back with a code', async () => {
    const provider = personalProvider('signed_in_assistant')
    const transport = new StreamableHTTPClientTransport(new URL(desk.url), { authProvider: provider })
    const client = new Client({ name: 'security', version: '1.0.0' }, { versionNegotiation: { mode: 'auto' } })
    await expect(client.connect(transport)).rejects.toThrow(UnauthorizedError)
    const back = await server.signIn(provider.sentTo())
    await transport.finishAuth(back.searchParams)
    await using agent = await connect(desk.url, provider)
    expect(await agent.client.callTool(card)).toMatchObject({ structuredContent: { contact: { name: 'Sarah Jenkins' } } })
    const audits = await desk.gateway.store.audits({ limit: 1 })
    expect(audits[0]).toMatchObject({ subject: 'jane', client: expect.stringContaining('signed_in_assistant') })
  })

  it('in its older generation', async () => {
    // this generation does not read the scope from the challenge
    const scope = 'cx.route'
    const authProvider = new OldCredentialsProvider({ clientId: 'helpdesk', clientSecret, scope })
    const client = new OldClient({ name: 'security', version: '1.0.0' })
    await client.connect(new OldTransport(new URL(desk.url), { authProvider }))
    expect(await client.callTool(card)).toMatchObject({ structuredContent: { contact: { name: 'Sarah Jenkins' } } })
    await client.close()
  })

  it('and gets more scope when a tool needs it, keeping what it had', async () => {
    const provider = helpdesk()
    await using agent = await connect(desk.url, provider)
    await agent.client.callTool(card)
    expect(provider.tokens()?.scope).toBe('cx.route')
    expect(await agent.client.callTool(team)).toMatchObject({ structuredContent: { status: 'ok' } })
    expect(agent.statuses.slice(-2)).toEqual([403, 200])
    expect(provider.tokens()?.scope?.split(' ').toSorted()).toEqual(['cx.route', 'cx.team.read'])
    expect(await agent.client.callTool(card)).toMatchObject({ structuredContent: { contact: { name: 'Sarah Jenkins' } } })
  })

  it('and binds its tokens to a key where that is required', async () => {
    const strict = await openDesk('require')
    const session = await DpopSession.create()
    const provider = Object.assign(helpdesk(), { dpop: () => session })
    await using agent = await connect(strict.url, provider)
    expect(provider.tokens()?.token_type).toBe('DPoP')
    expect(await agent.client.callTool(card)).toMatchObject({ structuredContent: { contact: { name: 'Sarah Jenkins' } } })
    await expect(connect(strict.url, helpdesk())).rejects.toThrow(/401|[Uu]nauthorized|authoriz/)
  })
})

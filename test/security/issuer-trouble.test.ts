import { expect, it, onTestFinished } from 'vitest'
import type { TokenIssuer } from '@cx-concierge/gateway'
import { clientSecret, clientKey } from '../support/authorization-clients.ts'
import { startAuthorizationServer, type AuthorizationServer, type Health } from '../support/authorization-server.ts'
import { openGuardedDesk, type GuardedDesk } from '../support/guarded-desk.ts'
import { modernRequest, postRpc } from '../support/raw-rpc.ts'

const hourMs = 3_600_000

async function setUp(issuerOf: (server: AuthorizationServer) => TokenIssuer) {
  const closing = new AsyncDisposableStack()
  onTestFinished(() => closing.disposeAsync())
  const state = { aheadMs: 0 }
  const server = closing.use(await startAuthorizationServer())
  const desk = closing.use(await openGuardedDesk({ issuers: [issuerOf(server)], now: () => Date.now() + state.aheadMs }))
  return { state, server, desk }
}

const signed = ({ issuer, jwksUrl }: AuthorizationServer): TokenIssuer => ({ issuer, jwksUrl, algorithms: ['ES256'] })
const introspected = ({ issuer, introspectionUrl: url }: AuthorizationServer): TokenIssuer => ({
  issuer,
  introspection: { url, clientId: 'desk', clientSecret },
})

async function statusFor(desk: GuardedDesk, token: string): Promise<number> {
  const { body, headers } = modernRequest('tools/list')
  return (await postRpc(desk.url, token, body, headers)).status
}

it('keys that change in the middle of the traffic cost no call', async () => {
  const { state, server, desk } = await setUp(signed)
  const seen: number[] = []
  let token = await server.token('platform', desk.url)
  const traffic = { over: false }
  const agents = Array.from({ length: 8 }, async () => {
    while (!traffic.over) seen.push(await statusFor(desk, token))
  })
  const more = async (calls: number): Promise<void> => {
    const before = seen.length
    await expect.poll(() => seen.length, { timeout: 30_000 }).toBeGreaterThan(before + calls)
  }
  for (let change = 0; change < 3; change += 1) {
    await more(50)
    // the clock moves so that the pause between two fetches for unknown keys is over
    state.aheadMs += 30_000
    await server.rotateKeys()
    token = await server.token('platform', desk.url)
  }
  await more(50)
  traffic.over = true
  await Promise.all(agents)
  expect(new Set(seen)).toEqual(new Set([200]))
  expect(server.requests.filter((path) => path === '/jwks')).toHaveLength(4)
})

it.each<Health>(['failing', 'page', 'gone', 'silent'])(
  'an issuer that is %s costs no caller whose keys are known, and lets nobody else in',
  async (health) => {
    const { state, server, desk } = await setUp(signed)
    const known = await server.token('platform', desk.url)
    const fresh = await server.token('colleague', desk.url)
    expect(await statusFor(desk, known)).toBe(200)
    await server.rotateKeys()
    const unknown = await server.token('platform', desk.url)
    server.health = health
    state.aheadMs = 60_000
    expect(await statusFor(desk, known)).toBe(200)
    expect(await statusFor(desk, fresh)).toBe(200)
    expect(await statusFor(desk, unknown)).toBe(401)
    state.aheadMs = hourMs
    expect(await statusFor(desk, fresh)).toBe(401)
  },
)

it('an issuer that was down when the desk started is asked again', async () => {
  const { state, server, desk } = await setUp(signed)
  const token = await server.token('platform', desk.url)
  server.health = 'gone'
  expect(await statusFor(desk, token)).toBe(401)
  server.health = 'well'
  state.aheadMs = 1_000
  expect(await statusFor(desk, token)).toBe(200)
})

it.each(['desk', 'desk_with_key'])('opaque tokens are taken on the word of their issuer, asked as %s', async (clientId) => {
  const credentials =
    clientId === 'desk' ? { clientId, clientSecret } : { clientId, privateKey: clientKey.pem, algorithm: 'ES256' as const }
  const { server, desk } = await setUp(({ issuer, introspectionUrl: url }) => ({ issuer, introspection: { url, ...credentials } }))
  server.tokenForm = 'opaque'
  const token = await server.token('platform', desk.url)
  expect(token).not.toContain('.')
  expect(await statusFor(desk, token)).toBe(200)
  expect(await statusFor(desk, await server.token('platform', 'https://other.example/mcp'))).toBe(401)
  expect(await statusFor(desk, `${token.slice(0, -1)}x`)).toBe(401)
  server.health = 'gone'
  expect(await statusFor(desk, token)).toBe(200)
  expect(await statusFor(desk, 'another')).toBe(401)
})

it('a token for another resource, or of another company’s server, is refused', async () => {
  const { server, desk } = await setUp(signed)
  await using other = await startAuthorizationServer()
  expect(await statusFor(desk, await server.token('platform', `${desk.url}/other`))).toBe(401)
  expect(await statusFor(desk, await other.token('platform', desk.url))).toBe(401)
  expect(await statusFor(desk, await server.token('platform', desk.url))).toBe(200)
})

it('an issuer whose tokens are introspected does not vouch for one it never gave out', async () => {
  const { server, desk } = await setUp(introspected)
  await using other = await startAuthorizationServer()
  expect(await statusFor(desk, await other.token('platform', desk.url))).toBe(401)
  expect(server.requests).not.toContain('/token/introspection')
})

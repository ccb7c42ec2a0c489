import { expect, it } from 'vitest'
import type { Tool } from '../src/index.ts'
import { basicScopes } from '../src/mcp/basic-scopes.ts'
import { now, startGateway, type RunningGateway } from './support/gateway.ts'
import { legacyCall, legacyHeaders, messageOf, modernCall, modernHeaders, modernRequest } from './support/messages.ts'
import { audience, issuer, makeToken } from './support/tokens.ts'
import { allTools, echo, grant, staff } from './support/tools.ts'

const resource = { url: audience, authorizationServers: [issuer], scopes: ['cx.read'] }

async function menuOf(gateway: RunningGateway, claims: Record<string, unknown>): Promise<string[]> {
  const headers = modernHeaders(await makeToken(now, { claims }), '', 'tools/list')
  const { result } = messageOf((await gateway.send({ headers, body: JSON.stringify(modernRequest('tools/list')) })).body)
  return ((result?.['tools'] ?? []) as { name: string }[]).map(({ name }) => name)
}

it.each([
  ['service', 'cx.read', ['echo', 'fail']],
  ['service', 'cx.read cx.write', ['echo', 'fail', 'write_note']],
  ['service', 'cx.write', []],
  ['service', '', []],
  ['customer', 'cx.read', ['echo', 'fail']],
  ['internal', 'cx.read', ['echo', 'fail', 'staff_only']],
  ['internal', ['cx.read', 'cx.write'], ['echo', 'fail', 'staff_only', 'write_note']],
])('lists for a %s token with scope %j exactly %j, sorted', async (cx_audience, scope, names) => {
  expect(await menuOf(await startGateway(), { cx_audience, scope })).toEqual(names)
})

it('sends every definition word for word and keeps the list private to its reader', async () => {
  const gateway = await startGateway({ tools: [echo] })
  const headers = modernHeaders(await makeToken(now), '', 'tools/list')
  const { result } = messageOf((await gateway.send({ headers, body: JSON.stringify(modernRequest('tools/list')) })).body)
  const { name, title, description, inputSchema, outputSchema, annotations } = echo
  expect(result?.['tools']).toEqual([{ name, title, description, inputSchema, outputSchema, annotations }])
  expect(result).toMatchObject({ cacheScope: 'private', ttlMs: 60_000 })
})

it.each(['modern', 'legacy'])('answers a hidden tool in the very bytes of one that never was (%s)', async (era) => {
  const request = {
    headers: era === 'modern' ? modernHeaders(await makeToken(now), 'staff_only') : legacyHeaders(await makeToken(now)),
    body: JSON.stringify(era === 'modern' ? modernCall({ word: 'a' }, 'staff_only') : legacyCall({ word: 'a' }, 'staff_only')),
  }
  const hidden = await (await startGateway()).send(request)
  const unknown = await (await startGateway({ tools: allTools.filter((tool) => tool !== staff) })).send(request)
  expect({ ...hidden.headers, date: '' }).toEqual({ ...unknown.headers, date: '' })
  expect([hidden.status, hidden.body]).toEqual([unknown.status, unknown.body])
  expect(messageOf(hidden.body).error).toEqual({ code: -32_602, message: 'Unknown tool: staff_only' })
})

it('hides a tool of another audience even from a caller who lacks its scopes too', async () => {
  const tool: Tool = { ...staff, grants: { internal: grant('cx.admin') } }
  const gateway = await startGateway({ tools: [tool] })
  const answer = await gateway.send({
    headers: modernHeaders(await makeToken(now), 'staff_only'),
    body: JSON.stringify(modernCall({ word: 'a' }, 'staff_only')),
  })
  expect(answer.status).toBe(200)
  expect(messageOf(answer.body).error?.message).toBe('Unknown tool: staff_only')
})

it.each(['modern', 'legacy', 'batch'])('asks for all scopes a tool needs, at once, with 403 (%s)', async (kind) => {
  const gateway = await startGateway({ resource })
  const token = await makeToken(now)
  const legacy = legacyCall({ word: 'a' }, 'write_note')
  const answer = await gateway.send(
    kind === 'modern'
      ? { headers: modernHeaders(token, 'write_note'), body: JSON.stringify(modernCall({ word: 'a' }, 'write_note')) }
      : { headers: legacyHeaders(token), body: JSON.stringify(kind === 'batch' ? [legacyCall({ word: 'a' }, 'echo', 2), legacy] : legacy) },
  )
  expect(answer.status).toBe(403)
  expect(answer.headers['www-authenticate']).toBe(
    'Bearer error="insufficient_scope", error_description="Insufficient scope", scope="cx.read cx.write", ' +
      'resource_metadata="https://concierge.northwind.example/.well-known/oauth-protected-resource/mcp"',
  )
})

it.each([
  ['cx.read', 'cx.read cx.write'],
  ['cx.explain', 'cx.read cx.write cx.explain'],
  ['openid offline_access email cx.explain', 'cx.read cx.write cx.explain'],
])('asks a caller who has %s for what they lack, together with what they have of ours: %s', async (scope, asked) => {
  const gateway = await startGateway({ resource })
  const answer = await gateway.send({
    headers: modernHeaders(await makeToken(now, { claims: { scope } }), 'write_note'),
    body: JSON.stringify(modernCall({ word: 'a' }, 'write_note')),
  })
  expect(answer.status).toBe(403)
  expect(answer.headers['www-authenticate']).toContain(` scope="${asked}",`)
})

it('asks newcomers for what the tools for everybody need, and for everything where there is no such tool', () => {
  const forAll = { grants: { customer: grant('cx.route'), internal: grant('cx.route') } }
  const forStaff = { grants: { internal: grant('cx.explain') } }
  const forCustomers = { grants: { customer: grant('cx.own') } }
  expect(basicScopes([forStaff, forAll])).toEqual(['cx.route'])
  expect(basicScopes([forStaff, forCustomers])).toEqual(['cx.explain', 'cx.own'])
  expect(basicScopes([])).toEqual([])
})

it('tells every client the instructions on connecting', async () => {
  const gateway = await startGateway()
  const token = await makeToken(now)
  const discover = await gateway.send({
    headers: modernHeaders(token, '', 'server/discover'),
    body: JSON.stringify(modernRequest('server/discover')),
  })
  const params = { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'x', version: '1' } }
  const initialize = await gateway.send({
    headers: legacyHeaders(token),
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params }),
  })
  expect(messageOf(discover.body).result).toMatchObject({ instructions: 'Ask who should help.' })
  expect(messageOf(initialize.body).result).toMatchObject({ instructions: 'Ask who should help.', protocolVersion: '2025-06-18' })
  expect(initialize.headers['mcp-session-id']).toBeUndefined()
})

import { request } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStoryDesk, type StoryDesk } from '../stories/support/story-desk.ts'
import { startCanaries, type Canaries } from './support/canaries.ts'

let canaries: Canaries
let desk: StoryDesk
beforeAll(async () => {
  canaries = await startCanaries()
  desk = await openStoryDesk()
})
afterAll(async () => {
  await desk[Symbol.asyncDispose]()
  await canaries[Symbol.asyncDispose]()
})

/** Headers that servers, proxies and frameworks have been known to take an address from. */
const headerNames = [
  'Host',
  'Origin',
  'Referer',
  'Forwarded',
  'X-Forwarded-Host',
  'X-Forwarded-Server',
  'X-Forwarded-For',
  'X-Forwarded-Proto',
  'X-Forwarded-Prefix',
  'X-Original-URL',
  'X-Original-Host',
  'X-Rewrite-URL',
  'X-Real-IP',
  'X-HTTP-Host-Override',
  'X-Proxy-URL',
  'X-Host',
  'X-Wap-Profile',
  'X-Api-Version',
  'True-Client-IP',
  'CF-Connecting-IP',
  'Client-IP',
  'Destination',
  'Location',
  'Link',
  'Via',
  'Profile',
  'Contact',
  'From',
  'Proxy-Host',
  'Request-URI',
  'X-MCP-Server-URL',
  'X-Atlassian-Jira-Url',
  'X-Salesforce-Instance-Url',
  'Mcp-Name',
  'Mcp-Method',
  'Mcp-Session-Id',
  'Last-Event-ID',
  'Traceparent',
]
const methods = ['POST', 'GET', 'OPTIONS', 'PUT']
const paths = ['/mcp', '/ready', '/.well-known/oauth-protected-resource', '/metrics', '/nothing']

/** Sends one request with a header of its own; says with what it was answered. */
function send(method: string, path: string, headers: Readonly<Record<string, string>>, body = ''): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  const sending = request(
    new URL(path, desk.url),
    { method, headers: { 'content-type': 'application/json', ...headers }, agent: false },
    (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0))
    },
  )
  sending.on('error', reject).end(method === 'POST' || method === 'PUT' ? body : undefined)
  return promise
}

const encoded = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url')

/** Connections to canaries, and requests to backends. */
const left = (): number[] => [canaries.connections(), ...[...desk.backends.values()].map((backend) => backend.stats().requests)]

test('an address in a header of somebody who has not signed in makes nothing leave', async () => {
  const before = left()
  const address = `127.0.0.1:${canaries.port}`
  const values = [address, `http://${address}/`, `https://${address}/`, `host=${address};proto=http`, `<http://${address}/>; rel="next"`]
  const body = JSON.stringify({
    jsonrpc: '2.0',
    id: 1,
    method: 'tools/call',
    params: { name: 'get_escalation_contact', arguments: { account_id: '12345' } },
  })
  const statuses = new Set<number>()
  for (const name of headerNames)
    for (const value of values) {
      const sent = paths.flatMap((path) => methods.map((method) => send(method, path, { [name]: value }, body)))
      for (const status of await Promise.all(sent)) statuses.add(status)
      const withToken = await send('POST', '/mcp', { [name]: value, authorization: 'Bearer e30.e30.e30' }, body)
      statuses.add(withToken)
    }
  expect(statuses.has(401) && statuses.has(403)).toBe(true)
  expect(left()).toEqual(before)
  expect(before[0]).toBe(0)
})

test('a token that says where its own key lies is not followed', async () => {
  const url = `http://127.0.0.1:${canaries.port}/jwks.json`
  const headers = [
    { jku: url },
    { x5u: url },
    { jku: url, kid: 'stories' },
    { kid: url },
    { jwk: { kty: 'oct', k: 'AA', x5u: url } },
    { crit: ['b64'], x5u: url },
  ]
  for (const header of headers)
    for (const alg of ['ES256', 'RS256', 'HS256', 'none']) {
      const claims = { iss: url, sub: url, aud: desk.config.access.tokens.audience, exp: 4_102_444_800, jku: url }
      const token = `${encoded({ alg, typ: 'at+jwt', ...header })}.${encoded(claims)}.AAAA`
      expect(await send('POST', '/mcp', { authorization: `Bearer ${token}` }, '{}')).toBe(401)
    }
  expect(canaries.connections()).toBe(0)
})

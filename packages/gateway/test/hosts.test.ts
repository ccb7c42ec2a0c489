import { expect, it } from 'vitest'
import { now, startGateway } from './support/gateway.ts'
import { modernCall, modernHeaders } from './support/messages.ts'
import { makeToken } from './support/tokens.ts'

const token = await makeToken(now)
const good = ['127.0.0.1', '127.0.0.1:8080', 'localhost', 'LOCALHOST:1']
const bad = ['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example', '0.0.0.0', '[::1]', 'localhost@evil.example', 'a b']
const goodOrigins = [undefined, 'http://localhost:5173', 'https://127.0.0.1']
const badOrigins = ['http://evil.example', 'null', 'https://localhost.evil.example', 'file://', 'localhost', 'http://']

const combinations = [...good, ...bad].flatMap((host) =>
  [...goodOrigins, ...badOrigins].map((origin) => ({ host, origin, allowed: good.includes(host) && goodOrigins.includes(origin) })),
)

it.each(combinations)('host $host, origin $origin: let in $allowed, whatever is asked', async ({ host, origin, allowed }) => {
  const gateway = await startGateway()
  const headers = { host, ...(origin !== undefined && { origin }) }
  const call = await gateway.send({ headers: { ...modernHeaders(token), ...headers }, body: JSON.stringify(modernCall()) })
  const others = await Promise.all(['/mcp', '/metrics', '/nothing'].map((path) => gateway.send({ method: 'GET', path, headers })))
  expect([call, ...others].map(({ status }) => status)).toEqual(allowed ? [200, 405, 200, 404] : [403, 403, 404, 403])
})

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND']
const guarded = ['/mcp', '/mcp?x', '/nothing', '/', '/mcp/', '/live/x', '/.well-known/x']

it.each(methods.flatMap((method) => guarded.map((path) => [method, path])))(
  '%s %s: a foreign host or page is told nothing but 403',
  async (method, path) => {
    const gateway = await startGateway()
    const foreign = [{ host: 'evil.example' }, { host: 'localhost', origin: 'https://evil.example' }, { host: 'localhost', origin: 'null' }]
    for (const headers of foreign) {
      const { status, body } = await gateway.send({ method, path, headers: { ...modernHeaders(token), ...headers } })
      expect([status, body.replace(/^$/, 'HEAD')]).toEqual([403, expect.stringMatching(method === 'HEAD' ? 'HEAD' : 'not allowed here')])
    }
  },
)

it.each(['/live', '/ready', '/metrics'])('%s may be read by probes and scrapers, and changed by nobody', async (path) => {
  const gateway = await startGateway()
  for (const method of methods.slice(2)) expect((await gateway.send({ method, path, headers: { host: 'localhost' } })).status).toBe(404)
})

it('refuses a foreign page before it looks at the token', async () => {
  const gateway = await startGateway({ authenticate: () => expect.unreachable() })
  const { status, body } = await gateway.send({ headers: { origin: 'https://evil.example' }, body: '{}' })
  expect(status).toBe(403)
  expect(body).not.toContain('evil')
})

it('answers probes under any host name', async () => {
  const gateway = await startGateway()
  for (const path of ['/live', '/ready'])
    expect((await gateway.send({ method: 'GET', path, headers: { host: '10.1.2.3' } })).status).toBe(200)
})

it.each(['GET', 'DELETE', 'PUT', 'PATCH', 'OPTIONS', 'HEAD'])('refuses %s at once, naming what is allowed', async (method) => {
  const gateway = await startGateway()
  const { status, headers } = await gateway.send({ method })
  expect([status, headers.allow]).toEqual([405, 'POST'])
})

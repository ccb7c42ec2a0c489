import { describe, expect, it } from 'vitest'
import { now, startGateway } from './support/gateway.ts'
import { modernCall, modernHeaders } from './support/messages.ts'
import { sendBytes, statusesIn, wireRequest } from './support/raw-socket.ts'
import { makeToken } from './support/tokens.ts'

const token = await makeToken(now)
/** `PORT` stands for the port the gateway listens on. */
const good = [
  '127.0.0.1',
  '127.0.0.1:PORT',
  '127.0.0.1:80',
  'localhost',
  'LOCALHOST:PORT',
  'LocalHost:443',
  'desk.example:9000',
  'concierge.northwind.example:8443',
]
const bad = [
  'evil.example',
  'localhost.evil.example',
  'evil-localhost',
  'evil.localhost',
  'notlocalhost',
  'localhost.',
  'localhost:',
  'localhost:1',
  'localhost:0PORT',
  'localhost:PORT0',
  'localhost:80:80',
  'localhost:99999',
  'desk.example',
  'desk.example:9001',
  'localhost:9000',
  'localhost:8443',
  '127.0.0.1.evil.example',
  '127.1',
  '2130706433',
  '0x7f.0.0.1',
  '0.0.0.0',
  '[::1]',
  'localhost@evil.example',
  'evil.example@localhost',
  'localhost/evil.example',
  'localhost,evil.example',
  'localhost evil.example',
  'a b',
  '%6cocalhost',
]
const goodOrigins = [
  undefined,
  'http://localhost:PORT',
  'https://127.0.0.1',
  'HTTP://LOCALHOST',
  'https://concierge.northwind.example:8443',
]
const badOrigins = [
  'http://evil.example',
  'null',
  '',
  'https://localhost.evil.example',
  'http://localhost:5173',
  'http://localhost:PORT/',
  'http://localhost:PORT0',
  'https://localhost/',
  'https://user@localhost',
  'https://localhost@evil.example',
  'http://localhost http://evil.example',
  'http://localhost, http://evil.example',
  'chrome-extension://localhost',
  'file://',
  'localhost',
  'http://',
  'http:localhost',
]
const hosts = ['127.0.0.1', 'localhost', 'desk.example:9000', 'concierge.northwind.example', 'concierge.northwind.example:8443']

const combinations = [
  ...[...good, ...bad].flatMap((host) => ['http://localhost:PORT', undefined, 'http://evil.example'].map((origin) => ({ host, origin }))),
  ...[...goodOrigins, ...badOrigins].map((origin) => ({ host: 'localhost', origin })),
].map(({ host, origin }) => ({ host, origin, allowed: good.includes(host) && goodOrigins.includes(origin) }))

it.each(combinations)('host $host, origin $origin: let in $allowed, whatever is asked', async ({ host, origin, allowed }) => {
  const gateway = await startGateway({ hosts })
  const here = (text: string) => text.replace('PORT', String(gateway.port))
  const headers = { host: here(host), ...(origin !== undefined && { origin: here(origin) }) }
  const call = await gateway.send({ headers: { ...modernHeaders(token), ...headers }, body: JSON.stringify(modernCall()) })
  const others = await Promise.all(['/mcp', '/metrics', '/nothing'].map((path) => gateway.send({ method: 'GET', path, headers })))
  expect([call, ...others].map(({ status }) => status)).toEqual(allowed ? [200, 405, 200, 404] : [403, 403, 404, 403])
})

describe('a request whose first line names a host', () => {
  const body = JSON.stringify(modernCall())
  const send = async (target: string, host: string) => {
    const { port } = await startGateway({ hosts })
    const here = (text: string) => text.replace('PORT', String(port))
    const headers = { ...modernHeaders(token), host: here(host), 'content-length': String(body.length), connection: 'close' }
    return statusesIn(await sendBytes(port, wireRequest(headers, body, `POST ${here(target)} HTTP/1.1`)))
  }

  it.each(['http://127.0.0.1:PORT/mcp', 'HTTP://LOCALHOST:PORT/mcp', 'https://localhost/mcp'])(
    'is answered when it is ours: %s',
    async (target) => {
      expect(await send(target, 'localhost')).toEqual([200])
    },
  )

  it.each([
    'http://evil.example/mcp',
    'http://localhost.evil.example/mcp',
    'http://localhost@evil.example/mcp',
    'http://localhost:1/mcp',
    'https://evil.example:PORT/mcp',
    'ftp://localhost/mcp',
    'http:///mcp',
    'http:/localhost/mcp',
    'http://evil.example',
    'evil.example/mcp',
  ])('is refused when it is not: %s', async (target) => {
    expect(await send(target, 'localhost')).toEqual([expect.toBeOneOf([400, 403])])
  })

  it('is refused when only its first line names ours', async () => {
    expect(await send('http://localhost/mcp', 'evil.example')).toEqual([403])
  })
})

describe('a body that is sent in another way than in one piece or chunked', () => {
  const body = JSON.stringify(modernCall())
  const chunked = `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`
  const send = async (encoding: string) => {
    const { port } = await startGateway()
    const headers = { ...modernHeaders(token), 'transfer-encoding': encoding }
    return statusesIn(await sendBytes(port, wireRequest({ ...headers, connection: 'close' }, chunked)))
  }

  it.each(['chunked', 'Chunked'])('is read: %s', async (encoding) => {
    expect(await send(encoding)).toEqual([200])
  })

  it.each([
    'gzip, chunked',
    'identity, chunked',
    'chunked, chunked',
    'x, chunked',
    'gzip',
    'identity',
    'chunked, identity',
    'xchunked',
    'chunked;q=1',
    ', chunked',
    '"chunked"',
  ])('is refused, and nothing after it is read: %s', async (encoding) => {
    expect(await send(encoding)).toEqual([400])
  })
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

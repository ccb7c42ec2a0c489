import { connect } from 'node:net'
import { expect, it, vi } from 'vitest'
import type { Tool } from '../src/index.ts'
import { now, startGateway, type RawRequest } from './support/gateway.ts'
import { messageOf, modernCall, modernHeaders } from './support/messages.ts'
import { makeToken } from './support/tokens.ts'
import { echo } from './support/tools.ts'

const token = await makeToken(now)
const headers = modernHeaders(token)
const large = JSON.stringify(modernCall({ word: 'x'.repeat(1_048_576) }))

it.each([
  ['with its length', {}],
  ['in pieces, without a length', { chunked: true }],
])('refuses a body over the limit %s', async (_name, framing) => {
  const gateway = await startGateway()
  const tooLarge = '413 Payload Too Large: Request body must not exceed 1048576 bytes'
  const outcome = await gateway.send({ headers, body: large, ...framing }).then(
    ({ status, body }) => `${status} ${messageOf(body).error?.message}`,
    (error: NodeJS.ErrnoException) => error.code,
  )
  // a client that is still sending may see the connection close before it reads the answer
  expect([tooLarge, 'EPIPE', 'ECONNRESET']).toContain(outcome)
  expect((await gateway.send({ headers, body: JSON.stringify(modernCall()) })).status).toBe(200)
})

it('takes a body of exactly the limit', async () => {
  const body = JSON.stringify(modernCall({ word: 'x' }))
  const gateway = await startGateway({ limits: { bodyBytes: body.length } })
  expect((await gateway.send({ headers, body })).status).toBe(200)
  expect((await gateway.send({ headers, body: `${body} ` })).status).toBe(413)
})

it('refuses what is nested too deep or has too many members, at once', async () => {
  const gateway = await startGateway()
  const deep = '{"a":'.repeat(100_000)
  const wide = `[${'0,'.repeat(500_000)}0]`
  for (const body of [deep, deep.slice(0, 5 * 65), '['.repeat(1_000_000), wide, `{"a":[${'[],'.repeat(20_000)}[]]}`]) {
    const started = performance.now()
    const answer = await gateway.send({ headers, body })
    expect(answer.status).toBe(400)
    expect(messageOf(answer.body).error?.message).toContain('nested too deep or has too many members')
    expect(performance.now() - started).toBeLessThan(200)
  }
})

it('does not mistake brackets and commas within texts for structure', async () => {
  const gateway = await startGateway()
  const word = `\\"${'[{,'.repeat(600)}`
  expect((await gateway.send({ headers, body: JSON.stringify(modernCall({ word })) })).status).toBe(200)
})

it('refuses a batch of an older revision that is too long', async () => {
  const gateway = await startGateway()
  const ping = { jsonrpc: '2.0', id: 1, method: 'ping' }
  const send = (length: number) =>
    gateway.send({
      headers: {
        authorization: headers['authorization'] ?? '',
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
      },
      body: JSON.stringify(Array.from({ length }, (_, id) => ({ ...ping, id }))),
    })
  expect((await send(16)).status).toBe(200)
  expect((await send(17)).status).toBe(400)
})

const contentTypes = [
  'text/plain',
  'application/jsonp',
  'application/json-patch+json',
  'application/x-json',
  'text/json',
  'multipart/form-data; boundary=x',
  'application/x-www-form-urlencoded',
  'application/json\t',
  'application/json ;charset=utf-8',
  ' application/json',
  'application/json,text/plain',
  'text/plain,application/json',
  'text/plain;application/json',
  'APPLICATION/JSON',
  'application/json;;',
  'application /json',
  '/json',
  'application/',
  'application/json; charset="utf-8',
  'application/json; charset=\u00e9',
  'a'.repeat(2000),
  ';',
  ',',
  '*/*',
  'application/*',
]

it.each(contentTypes)('never lets a wrong argument past the check, sent as %j', async (contentType) => {
  const run = vi.fn<Tool['run']>()
  const tools = [{ ...echo, run }]
  const gateway = await startGateway({ tools })
  const body = JSON.stringify(modernCall({ word: 7 }))
  const answer = await gateway.send({ headers: { ...headers, 'content-type': contentType }, body })
  expect(answer.status === 200 ? messageOf(answer.body).result?.['isError'] : [400, 415].includes(answer.status)).toBe(true)
  expect(run).not.toHaveBeenCalled()
})

it('stays healthy, and object prototypes clean, whatever is thrown at it', async () => {
  const gateway = await startGateway()
  const polluting =
    '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"name":"__proto__"}}'
  const requests: Partial<RawRequest>[] = [
    { headers, body: polluting },
    { headers, body: Uint8Array.of(0xff, 0xfe, 0x00, 0x80) },
    { headers, body: '{"jsonrpc":"2.0","id":1,"method":"\ud800"}' },
    { headers, body: '9'.repeat(10_000) },
    { headers: { ...headers, 'content-encoding': 'gzip' }, body: 'not gzip' },
    { path: '/%', method: 'GET' },
    { path: '/mcp/../../etc/passwd', method: 'GET' },
    { path: `/${'a'.repeat(5000)}`, method: 'GET' },
    { path: '/mcp', method: 'TRACE' },
  ]
  for (const request of requests) {
    const { status, body } = await gateway.send(request)
    expect(status).toBeGreaterThanOrEqual(200)
    expect(body).not.toMatch(/node_modules|\bat .*:\d+|FST_/)
  }
  for (const garbage of ['\0\0\0\r\n\r\n', 'GET / HTTP/9.9\r\n\r\n', 'POST /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -1\r\n\r\n'])
    await sendGarbage(gateway.port, garbage)
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
  expect((await gateway.send({ headers, body: JSON.stringify(modernCall()) })).status).toBe(200)
})

it('cuts off a client that sends its request too slowly', async () => {
  const gateway = await startGateway({ limits: { requestTimeoutMs: 200, headersTimeoutMs: 150 } })
  const started = performance.now()
  await sendGarbage(gateway.port, 'POST /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 10\r\n')
  await sendGarbage(gateway.port, `POST /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${token}\r\nContent-Length: 10\r\n\r\n{`)
  expect(performance.now() - started).toBeLessThan(4000)
})

/** Sends raw bytes and waits until the other side has closed. */
function sendGarbage(port: number, bytes: string): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const socket = connect(port, '127.0.0.1', () => socket.write(bytes))
  socket.on('error', () => {})
  socket.on('close', () => resolve())
  socket.resume()
  return promise
}

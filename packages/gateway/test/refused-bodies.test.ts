import { connect } from 'node:net'
import { describe, expect, it } from 'vitest'
import { now, startGateway } from './support/gateway.ts'
import { modernCall, modernHeaders } from './support/messages.ts'
import { sendBytes, statusesIn, wireRequest } from './support/raw-socket.ts'
import { makeToken } from './support/tokens.ts'

const headers = modernHeaders(await makeToken(now))
const call = JSON.stringify(modernCall())
const last = wireRequest({ ...headers, connection: 'close', 'content-length': String(call.length) }, call)
// looks like a request of its own, should anybody take the body for one
const smuggled = `${'x'.repeat(100_000)}\r\n\r\nGET /metrics HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`

interface Refused {
  readonly kind: string
  readonly status: number
  readonly sent: Readonly<Record<string, string>>
  readonly line?: string
}

const refused: readonly Refused[] = [
  { kind: 'without a token', status: 401, sent: { 'content-type': 'application/json' } },
  { kind: 'with a bad token', status: 401, sent: { ...headers, authorization: 'Bearer e30.e30.e30' } },
  { kind: 'for another host', status: 403, sent: { ...headers, host: 'evil.example' } },
  { kind: 'from another page', status: 403, sent: { ...headers, origin: 'https://evil.example' } },
  { kind: 'of another type', status: 415, sent: { ...headers, 'content-type': 'text/plain' } },
  { kind: 'that is packed', status: 415, sent: { ...headers, 'content-encoding': 'gzip' } },
  { kind: 'by another method', status: 405, sent: headers, line: 'PUT /mcp HTTP/1.1' },
  { kind: 'to nowhere', status: 404, sent: headers, line: 'POST /nothing HTTP/1.1' },
  { kind: 'with a long URL', status: 414, sent: headers, line: `POST /mcp?${'a'.repeat(3000)} HTTP/1.1` },
  { kind: 'that is no JSON', status: 400, sent: headers },
]

describe.each(refused)('a body $kind', ({ status, sent, line }) => {
  it.each([
    ['with its length', { 'content-length': String(smuggled.length) }, smuggled],
    ['in pieces', { 'transfer-encoding': 'chunked' }, `${smuggled.length.toString(16)}\r\n${smuggled}\r\n0\r\n\r\n`],
  ])('%s is refused, and never taken for the next request of its connection', async (_framing, framing, body) => {
    const gateway = await startGateway()
    const received = await sendBytes(gateway.port, wireRequest({ ...sent, ...framing }, body, line), last)
    // a connection that is closed instead of drained loses the second request, and says so to its client
    expect([[status], [status, 200]]).toContainEqual(statusesIn(received))
    expect(received).not.toContain('concierge_')
  })
})

it.each([
  ['two hosts', `POST /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n`],
  ['no host', 'POST /mcp HTTP/1.1\r\nConnection: close\r\n\r\n'],
  ['two lengths', wireRequest({ ...headers, 'content-length': '2\r\nContent-Length: 3' }, '{}')],
  ['a length and pieces', wireRequest({ ...headers, 'content-length': '2', 'transfer-encoding': 'chunked' }, '0\r\n\r\n')],
  ['a length that is no number', wireRequest({ ...headers, 'content-length': '+2' }, '{}')],
  ['pieces of another kind', wireRequest({ ...headers, 'transfer-encoding': 'gzip, chunked, identity' }, '0\r\n\r\n')],
  ['a folded header', wireRequest({ ...headers, 'x-any': 'a\r\n b' }, '')],
  ['a space before the colon', wireRequest({ ...headers, 'content-length ': '0' }, '')],
  ['a null in a header', wireRequest({ ...headers, 'x-any': 'a\0b' }, '')],
  ['bare line feeds', 'POST /mcp HTTP/1.1\nHost: 127.0.0.1\nContent-Length: 0\n\n'],
])('%s in one request are answered 400 and the connection is closed', async (_name, bytes) => {
  const gateway = await startGateway()
  expect(statusesIn(await sendBytes(gateway.port, bytes))).toEqual([400])
})

it('a body without end is cut off even though it was refused at its start', async () => {
  const gateway = await startGateway({ limits: { requestTimeoutMs: 300, headersTimeoutMs: 200 } })
  const socket = connect(gateway.port, '127.0.0.1')
  socket.on('error', () => undefined).resume()
  socket.write(wireRequest({ 'content-type': 'application/json', 'transfer-encoding': 'chunked' }))
  const trickle = setInterval(() => socket.write('1\r\nx\r\n'), 20)
  // cut off with or without an error
  await new Promise((resolve) => socket.once('close', resolve))
  clearInterval(trickle)
  expect((await gateway.send({ headers, body: call })).status).toBe(200)
})

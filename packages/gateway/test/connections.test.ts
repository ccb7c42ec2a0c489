import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { createMetrics } from '../src/index.ts'
import { now, startGateway } from './support/gateway.ts'
import { sendBytes, statusesIn, wireRequest } from './support/raw-socket.ts'
import { modernCall, modernHeaders } from './support/messages.ts'
import { makeToken } from './support/tokens.ts'

const limits = { headersTimeoutMs: 400, requestTimeoutMs: 800, keepAliveTimeoutMs: 500 }
/** So much later than its bound a connection may be cut: bounds are looked at once a second. */
const looksMs = 1_500
const unsigned = wireRequest({ 'content-length': '2' }, '{}')

/** Opens a connection, sends `first`, then `more` again and again; says after how long the other side ended it. */
async function trickle(port: number, first: string, more: string): Promise<number> {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => undefined).resume()
  await once(socket, 'connect')
  const started = performance.now()
  socket.write(first)
  const timer = setInterval(() => socket.write(more), 50)
  const gaveUp = setTimeout(() => socket.destroy(), 8_000)
  // a connection that is reset has been ended, too
  await new Promise((resolve) => socket.once('close', resolve))
  clearInterval(timer)
  clearTimeout(gaveUp)
  return performance.now() - started
}

// they do nothing but wait
it.concurrent.for([
  ['line breaks instead of a request', '', '\r\n', limits.headersTimeoutMs],
  ['line breaks after a request that was refused', unsigned, '\r\n', limits.keepAliveTimeoutMs + limits.headersTimeoutMs],
  ['line breaks after several', unsigned.repeat(3), '\r\n', limits.keepAliveTimeoutMs + limits.headersTimeoutMs],
  ['header fields without end', 'POST /mcp HTTP/1.1\r\nhost: 127.0.0.1\r\n', 'x: y\r\n', limits.headersTimeoutMs],
  ['a header field letter by letter', 'POST /mcp HTTP/1.1\r\nx: ', 'x', limits.headersTimeoutMs],
  ['a request line letter by letter', 'PO', 'S', limits.headersTimeoutMs],
  ['header fields after a request', `${unsigned}POST /mcp HTTP/1.1\r\n`, 'x: y\r\n', limits.headersTimeoutMs],
  ['nothing at all', '', '', limits.headersTimeoutMs],
] as const)('a connection on which trickle %s is cut within its bound', async ([_what, first, more, boundMs], context) => {
  const { port } = await startGateway({ limits }, context.onTestFinished)
  expect(await trickle(port, first, more)).toBeLessThan(boundMs + looksMs)
})

it.concurrent('a body that trickles is cut within its bound', async (context) => {
  const token = await makeToken(now)
  const { port } = await startGateway({ limits }, context.onTestFinished)
  const start = wireRequest({ ...modernHeaders(token), 'content-length': '1000' })
  expect(await trickle(port, start, ' ')).toBeLessThan(limits.requestTimeoutMs + looksMs)
})

it.concurrent('a connection is not cut while an answer takes long', async (context) => {
  const token = await makeToken(now)
  const authenticate = async (): Promise<{ refused: 'missing' }> => {
    await new Promise((resolve) => setTimeout(resolve, 3_000))
    return { refused: 'missing' }
  }
  const { port } = await startGateway({ limits, authenticate }, context.onTestFinished)
  const body = JSON.stringify(modernCall())
  const request = wireRequest({ ...modernHeaders(token), 'content-length': String(body.length) }, body)
  expect(statusesIn(await sendBytes(port, request))).toEqual([401])
})

async function openConnection(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => undefined)
  onTestFinished(() => void socket.destroy())
  await once(socket, 'connect')
  return socket
}

it('one connection too many is closed at once and counted; when one ends, the next is served', async () => {
  const metrics = createMetrics()
  const { port } = await startGateway({ metrics, limits: { connections: 3 } })
  const held = [await openConnection(port), await openConnection(port), await openConnection(port)]
  expect(await sendBytes(port, wireRequest({}, '', 'GET /live HTTP/1.1'))).toBe('')
  expect(await metrics.registry.getSingleMetricAsString('concierge_connections_refused_total')).toContain('_total 1')
  held[0]?.destroy()
  await expect.poll(() => sendBytes(port, wireRequest({ connection: 'close' }, '', 'GET /live HTTP/1.1'))).toContain('HTTP/1.1 200')
})

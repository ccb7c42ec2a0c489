import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import { createMetrics, safeLimits } from '../src/index.ts'
import { now, startGateway, type RunningGateway } from './support/gateway.ts'
import { modernCall, modernHeaders } from './support/messages.ts'
import { makeToken } from './support/tokens.ts'

const plain = JSON.stringify(modernCall())
const unusual = JSON.stringify({ ...modernCall(), method: 'tools/cull' })

/** A gateway that knows its caller already, so that their next plain call takes the short way. */
async function knowing(): Promise<{ gateway: RunningGateway; headers: Record<string, string>; calls: () => Promise<number> }> {
  const metrics = createMetrics()
  const gateway = await startGateway({ metrics })
  const headers = { ...modernHeaders(await makeToken(now)), host: `127.0.0.1:${gateway.port}` }
  expect((await gateway.send({ headers, body: plain })).status).toBe(200)
  const calls = async (): Promise<number> => {
    const { values } = (await metrics.registry.getMetricsAsJSON()).find(({ name }) => name === 'concierge_calls_total') ?? { values: [] }
    return values.reduce((sum, { value }) => sum + value, 0)
  }
  return { gateway, headers, calls }
}

const requestOf = (headers: Record<string, string>, body: string): string =>
  `POST /mcp HTTP/1.1\r\n${Object.entries({ ...headers, 'content-length': String(Buffer.byteLength(body)) })
    .map(([name, value]) => `${name}: ${value}`)
    .join('\r\n')}\r\n\r\n${body}`

function open({ port }: RunningGateway): { socket: Socket; statuses: (count: number) => Promise<readonly string[]> } {
  const socket = connect(port, '127.0.0.1').setNoDelay(true)
  let received = ''
  socket.on('data', (bytes) => (received += bytes.toString()))
  const found = (): readonly string[] => [...received.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => status ?? '')
  return {
    socket,
    statuses: async (count) => {
      while (found().length < count) await once(socket, 'data')
      return found()
    },
  }
}

describe('the short way in', () => {
  it.each([
    ['a plain call', plain, '200'],
    ['one that only the SDK can judge', unusual, '400'],
  ])('reads %s that comes in pieces', async (_name, body, status) => {
    const { gateway, headers } = await knowing()
    const { socket, statuses } = open(gateway)
    const bytes = requestOf(headers, body)
    for (const cut of [bytes.length - 40, bytes.length - 20, bytes.length]) {
      socket.write(bytes.slice(0, cut).slice(cut === bytes.length - 40 ? 0 : cut - 20))
      // the pieces must not be put together again on their way
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    expect(await statuses(1)).toEqual([status])
    socket.destroy()
  })

  it('answers calls that come one behind the other in their order, plain ones and others', async () => {
    const { gateway, headers } = await knowing()
    const { socket, statuses } = open(gateway)
    socket.write([plain, unusual, plain].map((body) => requestOf(headers, body)).join(''))
    expect(await statuses(3)).toEqual(['200', '400', '200'])
    socket.destroy()
  })

  it.each([
    [403, 'of another host', { host: 'elsewhere.example' }],
    [403, 'of a foreign page', { origin: 'https://elsewhere.example' }],
    [400, 'with a header twice', { 'content-type': ['application/json', 'application/json'] }],
    [415, 'with an encoded body', { 'content-encoding': 'gzip' }],
    [431, 'with too many headers', Object.fromEntries(Array.from({ length: 101 }, (_, at) => [`x-${at}`, '']))],
    [401, 'of somebody else', { authorization: 'Bearer another' }],
  ] as const)('answers %i to a call %s', async (status, _name, changed) => {
    const { gateway, headers } = await knowing()
    expect((await gateway.send({ headers: { ...headers, ...changed }, body: plain })).status).toBe(status)
  })

  it('leaves a call that is too large to be refused', async () => {
    const { gateway, headers } = await knowing()
    const large = JSON.stringify(modernCall({ word: 'a'.repeat(safeLimits.bodyBytes) }))
    expect((await gateway.send({ headers, body: large })).status).toBe(413)
  })

  it('runs nothing for a client that goes away in the middle of its request, and goes on for others', async () => {
    const { gateway, headers, calls } = await knowing()
    const { socket } = open(gateway)
    socket.write(requestOf(headers, plain).slice(0, -10))
    await new Promise((resolve) => setTimeout(resolve, 20))
    socket.destroy()
    await once(socket, 'close')
    expect((await gateway.send({ headers, body: plain })).status).toBe(200)
    expect(await calls()).toBe(2)
  })
})

import { once } from 'node:events'
import { createServer, request, type IncomingMessage, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { startAuthorizingProxy, type AuthorizingProxy } from './authorizing-proxy.ts'

async function proxyTo(listener: RequestListener): Promise<AuthorizingProxy> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const proxy = await startAuthorizingProxy(`http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`, 'the-token')
  onTestFinished(async () => {
    await proxy[Symbol.asyncDispose]()
    server.closeAllConnections()
    server.close()
  })
  return proxy
}

async function send(url: string, headers: Readonly<Record<string, string>>, body = ''): Promise<IncomingMessage> {
  const sending = request(url, { method: 'POST', headers, agent: false }).end(body)
  const [answer] = (await once(sending, 'response')) as [IncomingMessage]
  return answer
}

it('adds the token and leaves host, origin and body as they came', async () => {
  const proxy = await proxyTo((incoming, outgoing) => {
    const { authorization, host, origin } = incoming.headers
    outgoing.writeHead(201, { 'content-type': 'text/plain', 'x-seen': JSON.stringify([incoming.url, authorization, host, origin]) })
    incoming.pipe(outgoing)
  })
  const answer = await send(proxy.url, { host: 'evil.example', origin: 'https://evil.example' }, 'a body')
  expect(answer.statusCode).toBe(201)
  expect(JSON.parse(String(answer.headers['x-seen']))).toEqual(['/mcp', 'Bearer the-token', 'evil.example', 'https://evil.example'])
  expect(Buffer.concat(await answer.toArray()).toString()).toBe('a body')
})

it('puts the address of the server in the place of its own', async () => {
  const proxy = await proxyTo((incoming, outgoing) =>
    outgoing
      .writeHead(200, { 'x-seen': JSON.stringify([incoming.headers.host, incoming.headers.origin, incoming.socket.localPort]) })
      .end(),
  )
  const answer = await send(proxy.url, { origin: new URL(proxy.url).origin })
  const [host, origin, port] = JSON.parse(String(answer.headers['x-seen'])) as [string, string, number]
  expect([host, origin]).toEqual([`127.0.0.1:${port}`, `http://127.0.0.1:${port}`])
})

it('passes on each piece of a stream as it comes, and hangs up when its client does', async () => {
  const hungUp = Promise.withResolvers<void>()
  const proxy = await proxyTo((_incoming, outgoing) => {
    outgoing.on('close', () => hungUp.resolve())
    outgoing.writeHead(200, { 'content-type': 'text/event-stream' })
    outgoing.write('data: first\n\n')
  })
  const answer = await send(proxy.url, {})
  const [piece] = (await once(answer, 'data')) as [Buffer]
  expect(piece.toString()).toBe('data: first\n\n')
  answer.destroy()
  await hungUp.promise
})

import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/** Valkey or Redis for tests. What tests leave there ends by itself. */
export const cacheUrl: string = process.env['TEST_CACHE_URL'] ?? 'redis://127.0.0.1:6379'

/** Whether one answers there; says so when tests have to be skipped. */
export async function hasCacheServer(): Promise<boolean> {
  const { hostname, port } = new URL(cacheUrl)
  const socket = connect({ host: hostname, port: Number(port || 6379) })
  const opened = await Promise.race([once(socket, 'connect').then(() => true), once(socket, 'error').then(() => false)]).catch(() => false)
  socket.destroy()
  if (!opened) process.stderr.write(`skipped: no Valkey or Redis answers at ${cacheUrl}; name one in TEST_CACHE_URL\n`)
  return opened
}

/** A server that does something else with its connections than Valkey would; its URL. */
export async function strangeServer(behave: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    behave(socket)
  }).listen(0, '127.0.0.1')
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  await once(server, 'listening')
  return `redis://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** A way to Valkey that can be stopped and let go again, as a server that hangs would be; its URL. */
export async function stoppableWay(): Promise<{ readonly url: string; stop(): void; letGo(): void; opened(): number }> {
  const { hostname, port } = new URL(cacheUrl)
  const pairs = new Set<readonly [Socket, Socket]>()
  let isStopped = false
  let opened = 0
  const url = await strangeServer((inner) => {
    opened += 1
    const outer = connect({ host: hostname, port: Number(port || 6379) })
    outer.on('error', () => inner.destroy())
    const pair = [inner, outer] as const
    pairs.add(pair)
    inner.on('close', () => {
      pairs.delete(pair)
      outer.destroy()
    })
    outer.on('close', () => inner.destroy())
    inner.pipe(outer)
    if (!isStopped) outer.pipe(inner)
  })
  return {
    url,
    opened: () => opened,
    stop: () => {
      isStopped = true
      for (const [inner, outer] of pairs) outer.unpipe(inner).pause()
    },
    letGo: () => {
      isStopped = false
      for (const [inner, outer] of pairs) outer.pipe(inner)
    },
  }
}

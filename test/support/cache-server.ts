import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import { isServed } from './is-served.ts'

/** Valkey or Redis for tests. What tests leave there ends by itself. */
export const cacheUrl: string = process.env['TEST_CACHE_URL'] ?? 'redis://127.0.0.1:6379'

/** Whether one answers there; says so when tests have to be skipped. */
export async function hasCacheServer(): Promise<boolean> {
  const isThere = await isServed(cacheUrl)
  if (!isThere) process.stderr.write(`skipped: no Valkey or Redis answers at ${cacheUrl}; name one in TEST_CACHE_URL\n`)
  return isThere
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

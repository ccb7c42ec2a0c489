import { once } from 'node:events'
import type { Redis } from 'ioredis'
import { connectValkey } from './connect-valkey.ts'

const longestMs = 5_000

/** Does something with Valkey or Redis, once; `undefined` when it could not be reached or did not do it. Throws `CONFIG_INVALID`. */
export async function onceConnected<Value>(url: string, work: (server: Redis) => Promise<Value>): Promise<Value | undefined> {
  const server = connectValkey(url, () => undefined)
  try {
    await once(server, 'ready', { signal: AbortSignal.timeout(longestMs) })
    return await work(server)
  } catch {
    return undefined
  } finally {
    server.disconnect()
  }
}

/** Whether one answers there. Throws `CONFIG_INVALID`. */
export const probeCache = async (url: string): Promise<boolean> => (await onceConnected(url, (server) => server.ping())) !== undefined

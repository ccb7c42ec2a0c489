import { ConciergeError } from '@cx-concierge/contract'
import { Redis } from 'ioredis'

const silentMs = 2_000
const longestPauseMs = 1_000
const pauseMs = 50

/**
 * A connection to Valkey or Redis that refuses at once while there is none, gives up one that falls silent, and comes back within seconds.
 * `troubled` hears of every failure to connect. Throws `CONFIG_INVALID`.
 */
export function connectValkey(url: string, troubled: (error: unknown) => void): Redis {
  const { protocol } = URL.parse(url) ?? {}
  if (protocol !== 'redis:' && protocol !== 'rediss:')
    throw new ConciergeError('CONFIG_INVALID', 'CACHE_URL is not an address like redis://host:6379 or rediss://host:6379')
  const server = new Redis(url, {
    connectionName: 'cx-concierge',
    connectTimeout: silentMs,
    socketTimeout: silentMs,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    retryStrategy: (times) => Math.min(times * pauseMs, longestPauseMs),
  })
  server.on('error', troubled)
  return server
}

import { ConciergeError, type Sealed } from '@cx-concierge/contract'
import type { Clock } from '@cx-concierge/core'
import type { Registry } from 'prom-client'
import type { Bus } from '../bus/bus.ts'
import { createMemoryBus } from '../bus/memory-bus.ts'
import { noticeChannel } from '../bus/notice-channel.ts'
import { createValkeyBus } from '../bus/valkey-bus.ts'
import type { Log } from '../log.ts'
import { cacheMetrics } from './cache-metrics.ts'
import { connectValkey } from './connect-valkey.ts'
import { sharedKeysOf } from './shared-keys.ts'
import { createValkeyAnswers, type ValkeyAnswers } from './valkey-answers.ts'

/** What this process has in common with other replicas. */
export interface Fleet {
  /** What all have read; absent where there are no others. */
  readonly answers: ValkeyAnswers | undefined
  readonly bus: Bus
  close(): Promise<void>
}

/** What it is opened with. */
export interface FleetParts {
  /** Valkey or Redis; without it this process is alone. */
  readonly url: string | undefined
  /** Seals all that is shared. */
  readonly key: Sealed | undefined
  readonly clock: Clock
  readonly log: Log | false
  readonly registry: Registry
  /** How long a look at what others have read may take. */
  readonly patienceMs?: number | undefined
}

/** Joins the other replicas; does not wait until the server answers. Throws `CONFIG_INVALID`. */
export function openFleet({ url, key, clock, log, registry, patienceMs }: FleetParts): Fleet {
  if (url === undefined) {
    const bus = createMemoryBus()()
    return { answers: undefined, bus, close: () => bus.close() }
  }
  if (key === undefined)
    throw new ConciergeError('CONFIG_INVALID', 'CACHE_URL is set, so access.yaml needs shared_cache: { key: … }, the same on every replica')
  const metrics = cacheMetrics(registry)
  const keys = sharedKeysOf(key)
  let isTold = false
  const troubled = (error: unknown): void => {
    if (!isTold && log !== false) log.warn({ part: 'shared cache', error }, 'replicas share nothing for now')
    isTold = true
  }
  const server = connectValkey(url, troubled)
  const ear = connectValkey(url, troubled)
  server.on('ready', () => {
    if (isTold && log !== false) log.info({ part: 'shared cache' }, 'replicas share again')
    isTold = false
  })
  const bus = createValkeyBus({
    server,
    ear,
    channel: noticeChannel(keys),
    key: keys.notices,
    now: clock.now,
    heard: metrics.heard,
    trouble: (what, error) => {
      metrics.noticeTrouble(what)
      if (what === 'listener' && log !== false) log.error({ part: 'notices', error }, 'a notice of another replica had no effect')
    },
  })
  return {
    answers: createValkeyAnswers({ server, keys, clock, trouble: metrics.cacheTrouble, patienceMs }),
    bus,
    close: async () => {
      await bus.close()
      server.disconnect()
    },
  }
}

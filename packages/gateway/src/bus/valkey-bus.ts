import type { Redis } from 'ioredis'
import type { Bus, Heard } from './bus.ts'
import { createListeners } from './listeners.ts'
import type { NoticeTrouble } from '../shared/cache-metrics.ts'
import { createNoticeSeal } from './sealed-notice.ts'

/** What a bus over Valkey or Redis is made of. */
export interface ValkeyBusParts {
  /** A connection for commands, which others may use too. */
  readonly server: Redis
  /** A connection that does nothing but listen. Closed with the bus. */
  readonly ear: Redis
  readonly channel: string
  readonly key: Buffer
  /** Epoch milliseconds. */
  readonly now: () => number
  /** Told of what was heard. */
  readonly heard: (kind: Heard['kind']) => void
  /** Told of what was heard and not believed, of what could not be sent, and of listeners that throw. */
  readonly trouble: (what: NoticeTrouble, error?: unknown) => void
}

/** A connection that only listens notices by this that nobody is there any more. */
const pulseMs = 1_000

/** Carries notices over publish and subscribe. Messages of whoever does not hold the key are dropped. */
export function createValkeyBus({ server, ear, channel, key, now, heard, trouble }: ValkeyBusParts): Bus {
  const listeners = createListeners((error) => trouble('listener', error))
  const seals = createNoticeSeal(key, channel, now)

  const tell = (told: Heard): void => {
    heard(told.kind)
    listeners.tell(told)
  }
  const listen = (): void => {
    ear.subscribe(channel).then(
      () => tell({ kind: 'missed' }),
      // the connection is gone again; the next one subscribes again
      () => undefined,
    )
  }
  ear.on('ready', listen)
  if (ear.status === 'ready') listen()
  const hear = (_channel: Buffer, message: Buffer): void => {
    const told = seals.unseal(message)
    if (typeof told !== 'string') tell(told)
    else if (told !== 'own') trouble(told)
  }
  ear.on('messageBuffer', hear)
  const pulse = setInterval(() => {
    if (ear.status === 'ready') ear.ping().catch(() => undefined)
  }, pulseMs)
  pulse.unref()

  return {
    publish: (notice) => {
      server.publish(channel, seals.seal(notice)).catch((error: unknown) => trouble('unsent', error))
    },
    subscribe: listeners.subscribe,
    close: () => {
      clearInterval(pulse)
      ear.off('messageBuffer', hear)
      ear.disconnect()
      return Promise.resolve()
    },
  }
}

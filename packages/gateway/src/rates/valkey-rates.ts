import { Redis } from 'ioredis'
import type { Log } from '../log.ts'
import { customerKey, rateKeysOf } from './rate-keys.ts'
import { refusal, type Draw, type RateLimits, type Rates, type RateVerdict } from './rates.ts'
import { takeScript } from './take-script.ts'

/** What counting in a shared memory needs. */
export interface ValkeyRatesOptions {
  /** `redis://` or `rediss://`, of Valkey or Redis. */
  readonly url: string
  readonly limits: RateLimits
  /** Counts while the shared memory cannot be asked. */
  readonly fallback: Rates
  readonly log: Log | false
  /** Milliseconds that only ever grow. */
  readonly monotonic: () => number
  /** Epoch milliseconds; the server's own clock when not given. */
  readonly now?: () => number
}

const patienceMs = 100
const restMs = 1_000
const prefix = 'cx:rates:'

/** Counts for all replicas together. While the shared memory is silent, every replica counts for itself: limits get wider, never open. */
export function createValkeyRates({ url, limits, fallback, log, monotonic, now }: ValkeyRatesOptions): Rates {
  const server = new Redis(url, {
    commandTimeout: patienceMs,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    connectionName: 'cx-concierge',
  })
  server.on('error', (error: unknown) => note(error))
  let restUntil = 0
  let isDown = false

  function note(error: unknown): void {
    restUntil = monotonic() + restMs
    if (!isDown && log !== false) log.warn({ part: 'rates', error }, 'rates are counted by this process alone')
    isDown = true
  }

  async function draw(
    member: string,
    cost: number,
    draws: readonly Draw[],
    alone: () => RateVerdict | Promise<RateVerdict>,
  ): Promise<RateVerdict> {
    if (monotonic() < restUntil) return await alone()
    try {
      const keys = draws.map(({ allowance, key }) => `${prefix}${allowance}:${key}`)
      const rates = draws.flatMap(({ allowance }) => [limits[allowance].calls, limits[allowance].perMs])
      const [short, waitMs] = (await run(keys, [now?.() ?? '', member, cost, ...rates])) as [number, number]
      isDown = false
      const refused = draws[short - 1]
      return refused && refusal(refused.allowance, waitMs)
    } catch (error) {
      note(error)
      return await alone()
    }
  }

  server.defineCommand('takeFairly', { lua: takeScript })
  const run = (keys: readonly string[], args: readonly (string | number)[]): Promise<unknown> =>
    (server as unknown as { takeFairly: (count: number, ...rest: readonly (string | number)[]) => Promise<unknown> }).takeFairly(
      keys.length,
      ...keys,
      ...args,
    )

  return {
    messages: (caller, count) => {
      const keys = rateKeysOf(caller)
      const draws: readonly Draw[] = [
        { allowance: 'caller', key: keys.caller },
        { allowance: 'client', key: keys.client },
      ]
      return draw(keys.caller, count, draws, () => fallback.messages(caller, count))
    },
    account: (caller, customer) => {
      const draws: readonly Draw[] = [{ allowance: 'account', key: customerKey(customer) }]
      return draw(rateKeysOf(caller).caller, 1, draws, () => fallback.account(caller, customer))
    },
    close: async () => {
      server.disconnect()
      await fallback.close()
    },
  }
}

import { Redis, ReplyError } from 'ioredis'
import type { Log } from '../log.ts'
import { accountDraw, rateKeysOf } from './rate-keys.ts'
import { refusal, type BatchVerdict, type Draw, type RateFailure, type RateLimits, type Rates } from './rates.ts'
import { takeScript } from './take-script.ts'

/** What counting in a shared memory needs. */
export interface ValkeyRatesOptions {
  /** `redis://` or `rediss://`, of Valkey or Redis. */
  readonly url: string
  readonly limits: RateLimits
  /** Counts while the shared memory cannot be asked. */
  readonly fallback: Rates
  readonly log: Log | false
  /** Told of every time it could not be asked, or did not answer as it should. */
  readonly onFailure?: (failure: RateFailure) => void
  /** Milliseconds that only ever grow. */
  readonly monotonic: () => number
  /** Epoch milliseconds; the server's own clock when not given. */
  readonly now?: () => number
}

const patienceMs = 100
const restMs = 1_000
const sayEveryMs = 60_000
const prefix = 'cx:rates:'

/**
 * Counts for all replicas together. While the shared memory is silent, every replica counts for itself: limits get wider, never open. So does one that gets an
 * error for an answer, which is a fault to be mended; it asks again at the next call.
 */
export function createValkeyRates({ url, limits, fallback, log, monotonic, now, onFailure }: ValkeyRatesOptions): Rates {
  const server = new Redis(url, {
    commandTimeout: patienceMs,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    connectionName: 'cx-concierge',
  })
  server.on('error', (error: unknown) => note(error))
  let restUntil = 0
  let isDown = false
  let saidAt = -Infinity

  function note(error: unknown): void {
    const failure: RateFailure = error instanceof ReplyError || error instanceof TypeError ? 'script' : 'connection'
    onFailure?.(failure)
    if (failure === 'script') {
      // it would come with every call
      if (monotonic() - saidAt < sayEveryMs) return
      saidAt = monotonic()
      if (log !== false) log.error({ part: 'rates', error }, 'the shared count of calls is faulty; this process counts alone')
      return
    }
    restUntil = monotonic() + restMs
    if (!isDown && log !== false) log.warn({ part: 'rates', error }, 'rates are counted by this process alone')
    isDown = true
  }

  async function draw<Verdict extends BatchVerdict>(
    member: string,
    cost: number,
    draws: readonly Draw[],
    alone: () => Verdict | Promise<Verdict>,
  ): Promise<Verdict> {
    if (monotonic() < restUntil) return await alone()
    try {
      const keys = draws.flatMap(({ allowance, key, together }) => {
        const bucket = `${prefix}{${together}}:${allowance}:${key}`
        return [bucket, `${bucket}:seen`]
      })
      const rates = draws.flatMap(({ allowance }) => [limits[allowance].calls, limits[allowance].perMs])
      const verdict = verdictOf(draws, await run(keys, [now?.() ?? '', member, cost, ...rates]))
      isDown = false
      // one message is never too large a batch
      return verdict as Verdict
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
      return draw(keys.caller, count, keys.draws, () => fallback.messages(caller, count))
    },
    account: (caller, customer) => draw(rateKeysOf(caller).caller, 1, [accountDraw(customer)], () => fallback.account(caller, customer)),
    close: async () => {
      server.disconnect()
      await fallback.close()
    },
  }
}

/** What the script answered. Throws a `TypeError` for an answer that is not one of its own. */
function verdictOf(draws: readonly Draw[], answer: unknown): BatchVerdict {
  const numbers = Array.isArray(answer) ? (answer as readonly unknown[]) : []
  const [short, waitMs, largestBatch] = numbers
  if (typeof short !== 'number' || typeof waitMs !== 'number' || typeof largestBatch !== 'number')
    throw new TypeError('the script did not answer with three numbers')
  const refused = draws[short - 1]
  if (refused === undefined) return undefined
  return largestBatch > 0 ? { allowance: refused.allowance, largestBatch } : refusal(refused.allowance, waitMs)
}

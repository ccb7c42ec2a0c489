import { createHmac } from 'node:crypto'
import { ownerOf, type Clock, type Credentials, type SharedAnswer, type SharedAnswers } from '@cx-concierge/core'
import type { Redis } from 'ioredis'
import type { CacheTrouble } from './cache-trouble.ts'
import { createForgotten, markBytes } from './forgotten.ts'
import { createRest } from './rest.ts'
import { mostAnswerBytes, sealAnswer, unsealAnswer } from './sealed-answer.ts'
import type { SharedKeys } from './shared-keys.ts'

/** What all replicas have read, in Valkey or Redis. */
export interface ValkeyAnswers {
  /** What they know of one source. `print` stands for everything that decides what it answers; another print sees nothing of it. */
  of(print: string): SharedAnswers
  /** From now on nothing counts that any replica read before. Resolves to whether all of them can know. */
  forgetAll(): Promise<boolean>
  /** Up to when everything is forgotten, by the server's mark; epoch milliseconds, `undefined` when there is none or it cannot be had. */
  forgottenUntil(): Promise<number | undefined>
}

/** What it is made of. */
export interface ValkeyAnswersParts {
  readonly server: Redis
  readonly keys: Pick<SharedKeys, 'names' | 'answers'>
  readonly clock: Clock
  readonly trouble: (what: CacheTrouble) => void
  /** How long a look may take. */
  readonly patienceMs?: number | undefined
}

const usualPatienceMs = 15
/** No answer lies here longer, however long it may be used: marks of what is forgotten must outlive it. */
export const longestKeptMs: number = 30 * 86_400_000
/** Replicas' clocks differ by less; what is read within it after forgetting is not shared. */
const skewMs = 2_000
const mostWrites = 64
const nothing: readonly undefined[] = []

/** Answers lie under names that tell nothing, sealed for their place. The server drops each when it may not be used any more. */
export function createValkeyAnswers(parts: ValkeyAnswersParts): ValkeyAnswers {
  const { server, keys, clock, trouble, patienceMs = usualPatienceMs } = parts
  const forgotten = createForgotten(server, keys.answers, longestKeptMs + skewMs)
  const rest = createRest(clock.monotonic)
  const nameOf = (...what: readonly string[]): string => createHmac('sha256', keys.names).update(JSON.stringify(what)).digest('base64url')
  const everybody = `cx:forgotten:${nameOf('all')}`
  let writes = 0

  const isThere = (): boolean => {
    if (server.status === 'ready' && rest.isOver()) return true
    trouble('resting')
    return false
  }

  /** What lies at these places, in their order; `undefined` when it could not be had in time. */
  async function look(places: readonly (readonly [place: string, mostBytes: number])[]): Promise<readonly Buffer[] | undefined> {
    const pipeline = server.pipeline()
    // one byte more tells what is too large without bringing it here
    for (const [place, most] of places) pipeline.getrangeBuffer(place, 0, most)
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<'late'>((resolve) => {
      // what has arrived while this process was busy is not late
      timer = setTimeout(() => setImmediate(resolve, 'late'), patienceMs)
    })
    try {
      const replies = await Promise.race([pipeline.exec(), late])
      if (replies === 'late') {
        rest.late()
        trouble('late')
        return undefined
      }
      rest.worked()
      return (replies ?? []).map(([error, bytes]) => {
        if (error) throw error
        return bytes as Buffer
      })
    } catch {
      rest.failed()
      trouble('failed')
      return undefined
    } finally {
      clearTimeout(timer)
    }
  }

  async function write(entries: readonly (readonly [place: string, sealed: Buffer, keptMs: number])[]): Promise<void> {
    writes += 1
    const pipeline = server.pipeline()
    for (const [place, sealed, keptMs] of entries) pipeline.set(place, sealed, 'PX', Math.ceil(keptMs))
    try {
      const replies = (await pipeline.exec()) ?? []
      if (replies.some(([error]) => error !== null)) trouble('failed')
    } catch {
      rest.failed()
      trouble('failed')
    }
    writes -= 1
  }

  function of(print: string): SharedAnswers {
    const placeOf = (key: string): string => `cx:answers:${nameOf(print, key)}`
    const markOf = (credentials: Credentials): string => `cx:forgotten:${nameOf('owner', print, ownerOf(credentials))}`

    const read = (key: string, bytes: Buffer | undefined, after: number): SharedAnswer | undefined => {
      if (bytes === undefined || bytes.length === 0) return undefined
      if (bytes.length > mostAnswerBytes) {
        trouble('too_large')
        return undefined
      }
      const answer = unsealAnswer(keys.answers, placeOf(key), bytes)
      if (answer === undefined) trouble('unreadable')
      return answer === undefined || answer.readAt <= after ? undefined : { key, ...answer }
    }

    return {
      find: async (credentials, wanted) => {
        if (!isThere()) return nothing
        const mark = markOf(credentials)
        const marks = [everybody, mark].map((place) => [place, markBytes] as const)
        const found = await look([...marks, ...wanted.map((key) => [placeOf(key), mostAnswerBytes] as const)])
        if (found === undefined) return nothing
        const [ofAll, ofOwner, ...answers] = found as [Buffer, Buffer, ...Buffer[]]
        const after = Math.max(forgotten.until(everybody, ofAll), forgotten.until(mark, ofOwner))
        return wanted.map((key, index) => read(key, answers[index], after))
      },
      keep: (credentials, answers) => {
        if (!isThere()) return
        if (writes >= mostWrites) {
          trouble('crowded')
          return
        }
        const now = clock.now()
        const after = Math.max(forgotten.until(everybody, none), forgotten.until(markOf(credentials), none))
        const entries = answers.flatMap(({ usableUntil, ...answer }) => {
          if (usableUntil <= now || answer.readAt <= after) return []
          const place = placeOf(answer.key)
          const sealed = sealAnswer(keys.answers, place, answer)
          if (sealed.length <= mostAnswerBytes) return [[place, sealed, Math.min(usableUntil - now, longestKeptMs)] as const]
          trouble('too_large')
          return []
        })
        if (entries.length > 0) void write(entries)
      },
      forget: (credentials) => void forgotten.set(markOf(credentials), clock.now() + skewMs),
    }
  }
  return {
    of,
    forgetAll: () => forgotten.set(everybody, clock.now() + skewMs),
    forgottenUntil: async () => {
      const [mark] = (await look([[everybody, markBytes]])) ?? []
      const until = mark === undefined ? -Infinity : forgotten.until(everybody, mark)
      return until === -Infinity ? undefined : until
    },
  }
}

const none = Buffer.alloc(0)

import { randomUUID } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import { z } from 'zod'
import { seal, unseal } from '../shared/seal.ts'
import { notice, type Notice } from './notice.ts'

/** Why a message is not a notice to us. `own`: we sent it. */
export type Unheard = 'own' | 'too_large' | 'unreadable' | 'old' | 'again'

/** Turns notices into messages and back. */
export interface NoticeSeal {
  seal(told: Notice): Buffer
  unseal(message: Buffer): Notice | Unheard
}

const mostBytes = 1_024
/** Older ones, and by clocks that differ more, are not believed: somebody may have kept them. */
const longestMs = 60_000
/** More than arrive in that time, so that none of them can be told again. */
const mostRemembered = 100_000
const envelope = z.strictObject({ id: z.uuid(), from: z.uuid(), at: z.number(), notice })

/** Messages of one replica in a channel: sealed with a key, and each heard once. `now` gives epoch milliseconds. */
export function createNoticeSeal(key: Buffer, channel: string, now: () => number): NoticeSeal {
  const from = randomUUID()
  const heard = new LRUCache<string, true>({ max: mostRemembered })
  return {
    seal: (told) => seal(key, channel, JSON.stringify({ id: randomUUID(), from, at: now(), notice: told })),
    unseal: (message) => {
      if (message.length > mostBytes) return 'too_large'
      const text = unseal(key, channel, message)
      const read = text === undefined ? undefined : envelope.safeParse(JSON.parse(text))
      if (!read?.success) return 'unreadable'
      const { id, at } = read.data
      if (read.data.from === from) return 'own'
      if (Math.abs(now() - at) > longestMs) return 'old'
      if (heard.has(id)) return 'again'
      heard.set(id, true)
      return read.data.notice
    },
  }
}

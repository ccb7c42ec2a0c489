import type { Redis } from 'ioredis'
import { LRUCache } from 'lru-cache'
import { seal, unseal } from './seal.ts'

/** Marks that say up to when answers do not count any more: one for each owner of answers, and one for all. */
export interface Forgotten {
  /** Answers read at this moment or before do not count, by the mark that lies at a place and by what is known here. Epoch milliseconds. */
  until(place: string, mark: Buffer): number
  /** Sets a mark, here and for everybody. Resolves to whether it could be written; what could not is written once the server is back. */
  set(place: string, until: number): Promise<boolean>
}

const mostMarks = 10_000
/** Most bytes of a mark. */
export const markBytes = 64
/** A mark that cannot be read is somebody's attempt to be rid of it: then nothing counts. */
const nothingCounts = Infinity

/** Marks in a shared memory, sealed with a key; they stay for `keptMs`, which is longer than anything they are about. */
export function createForgotten(server: Redis, key: Buffer, keptMs: number): Forgotten {
  const known = new LRUCache<string, number>({ max: mostMarks })
  const unwritten = new Set<string>()

  const write = async (place: string): Promise<boolean> => {
    unwritten.add(place)
    try {
      await server.set(place, seal(key, place, String(known.get(place) ?? 0)), 'PX', keptMs)
      unwritten.delete(place)
      return true
    } catch {
      return false
    }
  }
  server.on('ready', () => {
    for (const place of unwritten) void write(place)
  })

  return {
    until: (place, mark) => {
      const here = known.get(place) ?? -Infinity
      if (mark.length === 0) return here
      const text = unseal(key, place, mark)
      return text === undefined ? nothingCounts : Math.max(here, Number(text))
    },
    set: (place, until) => {
      known.set(place, until)
      return write(place)
    },
  }
}

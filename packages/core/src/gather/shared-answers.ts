import type { Credentials } from './cache-key.ts'

/** One answer of a backend as replicas hand it to each other. */
export interface SharedAnswer {
  /** Made by `cacheKey`. */
  readonly key: string
  /** Plain data; `undefined`: it does not exist. Of a source that was read whole: the list of its keys and values. */
  readonly value: unknown
  /** When it was asked for, by the clock of whoever asked; epoch milliseconds. */
  readonly readAt: number
}

/** One that is to be shared. */
export interface KeptAnswer extends SharedAnswer {
  /** After this it may not be used any more; epoch milliseconds. */
  readonly usableUntil: number
}

/** What all replicas know of one source, in a memory they share. Nothing here rejects, and nothing holds a call up for long. */
export interface SharedAnswers {
  /** What is there, in the order of the keys; nothing at all when it cannot be had in time. */
  find(credentials: Credentials, keys: readonly string[]): Promise<readonly (SharedAnswer | undefined)[]>
  /** Shares answers, each for as long as it may be used. Returns at once. */
  keep(credentials: Credentials, answers: readonly KeptAnswer[]): void
  /** From now on nothing counts that anybody read with these credentials before. Returns at once. */
  forget(credentials: Credentials): void
}

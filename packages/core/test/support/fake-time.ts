import { vi } from 'vitest'
import type { Clock } from '../../src/index.ts'

/** A clock that shows vitest’s fake time. */
export const fakeClock: Clock = { now: () => Date.now(), monotonic: () => Date.now() }

/** Lets fake time pass until the work is done; its value and how long it took. */
export async function passTime<Value>(work: Promise<Value>, atMostMs = 5_000): Promise<{ readonly value: Value; readonly ms: number }> {
  const started = Date.now()
  const progress = { isDone: false }
  const noted = work
    .catch(() => undefined)
    .then(() => {
      progress.isDone = true
    })
  while (!progress.isDone && Date.now() - started < atMostMs) await vi.advanceTimersByTimeAsync(1)
  const ms = Date.now() - started
  if (!progress.isDone) throw new Error(`not done after ${ms} ms`)
  await noted
  return { value: await work, ms }
}

import { ConciergeError } from '@cx-concierge/contract'
import type { HttpRequest } from '../src/index.ts'

/** A plain question that waits ten seconds at most. */
export const get = (change: Partial<HttpRequest> = {}): HttpRequest => ({
  method: 'GET',
  path: ['x'],
  signal: AbortSignal.timeout(10_000),
  ...change,
})

/** What some work failed with; fails itself when that is none of our errors. */
export async function thrownBy(work: Promise<unknown>): Promise<ConciergeError> {
  const error: unknown = await work.then(
    () => undefined,
    (caught: unknown) => caught,
  )
  if (!ConciergeError.is(error)) throw new Error(`expected a ConciergeError, got ${String(error)}`)
  return error
}

import { ConciergeError } from '@cx-concierge/contract'

/** What to throw when `signal` has aborted: the reason the caller gave when it is one of ours, else `BACKEND_TIMEOUT`. */
export function abortError(signal: AbortSignal, source: string): ConciergeError {
  const reason: unknown = signal.reason
  return ConciergeError.is(reason) ? reason : new ConciergeError('BACKEND_TIMEOUT', 'The backend did not answer in time.', { source })
}

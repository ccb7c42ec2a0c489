import { ConciergeError, errorForStatus, type HttpReply } from '@cx-concierge/connector-kit'
import type { z } from 'zod'
import type { Exchange } from './exchange.ts'
import { apiError, tokenError } from './wire.ts'

/** Google's read quotas are per minute, and a shorter wait is spent in vain. */
const quotaMinuteMs = 60_000

/** What a failed read means, judged by what went over the wire. */
export function readError(exchange: Exchange, source: string): ConciergeError {
  const { reply, error } = exchange.last()
  if (ConciergeError.is(error)) return error
  if (reply === undefined || reply.status < 400) return notUnderstood(source)
  const status = bodyOf(reply, apiError)?.error.status ?? ''
  const cause = new Error(`${/^[A-Z_]{1,40}$/.test(status) ? status : 'no reason'} (status ${reply.status})`)
  if (reply.status === 429 || status === 'RESOURCE_EXHAUSTED') {
    const retryAfterMs = errorForStatus({ ...reply, status: 429 }, source).retryAfterMs ?? quotaMinuteMs
    return new ConciergeError('BACKEND_RATE_LIMITED', 'Google says its quota for reading sheets is used up.', {
      source,
      cause,
      retryAfterMs,
    })
  }
  if (status === 'PERMISSION_DENIED') {
    return new ConciergeError('BACKEND_REFUSED', 'The spreadsheet is not shared with the service account.', { source, cause })
  }
  if (status === 'NOT_FOUND') return new ConciergeError('BACKEND_REFUSED', 'There is no spreadsheet of that id.', { source, cause })
  if (status === 'INVALID_ARGUMENT')
    return new ConciergeError('BACKEND_BAD_ANSWER', 'The spreadsheet has no tab of that name.', { source, cause, saysNo: true })
  return errorForStatus(reply, source)
}

/** What a failed sign-in means. */
export function signInError(exchange: Exchange, source: string): ConciergeError {
  const { reply, error } = exchange.last()
  if (ConciergeError.is(error)) return error
  if (reply === undefined || reply.status < 400) return notUnderstood(source)
  const reason = bodyOf(reply, tokenError)?.error
  if (reply.status >= 500 || reply.status === 429 || reply.status === 408 || reason === undefined) return errorForStatus(reply, source)
  const cause = new Error(`token endpoint: ${/^\w{1,60}$/.test(reason) ? reason : 'unknown'} (status ${reply.status})`)
  return new ConciergeError('BACKEND_SIGN_IN_FAILED', 'Google refused to sign the service account in.', { source, cause })
}

/** For an answer that is not what it should be. */
export function notUnderstood(source: string): ConciergeError {
  return new ConciergeError('BACKEND_BAD_ANSWER', 'Google answered in an unexpected shape.', { source })
}

function bodyOf<T>(reply: HttpReply, shape: z.ZodType<T>): T | undefined {
  try {
    return shape.safeParse(JSON.parse(reply.text)).data
  } catch {
    return undefined
  }
}

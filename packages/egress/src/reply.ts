import { ConciergeError, type ErrorCode } from '@cx-concierge/contract'
import type { z } from 'zod'
import type { HttpReply } from './http.ts'
import { retryAfterMs } from './retry-after.ts'

/** The answer's JSON in the shape asked for. Throws `BACKEND_BAD_ANSWER` when it is not JSON or has another shape. */
export function parseJson<T>(reply: Pick<HttpReply, 'text'>, schema: z.ZodType<T>, source: string): T {
  let json: unknown
  try {
    json = JSON.parse(reply.text)
  } catch {
    // the parser's own message quotes the text, which may hold records
    throw new ConciergeError('BACKEND_BAD_ANSWER', 'The backend did not answer in JSON.', { source })
  }
  const parsed = schema.safeParse(json)
  if (parsed.success) return parsed.data
  const cause = new Error(
    `unexpected shape at: ${parsed.error.issues.map((issue) => `${issue.path.join('.')} (${issue.code})`).join(', ')}`,
  )
  throw new ConciergeError('BACKEND_BAD_ANSWER', 'The backend answered in an unexpected shape.', { source, cause })
}

const sentences = {
  BACKEND_SIGN_IN_FAILED: 'The backend does not accept our sign-in.',
  BACKEND_REFUSED: 'The backend refused the request.',
  BACKEND_RATE_LIMITED: 'The backend asks us to slow down.',
  BACKEND_UNAVAILABLE: 'The backend is out of order.',
  BACKEND_BAD_ANSWER: 'The backend did not understand the request.',
} as const satisfies Partial<Record<ErrorCode, string>>

/**
 * The error a status stands for (RFC 9110), for answers whose body says nothing better: 401 sign-in, 403 refused, 429 rate
 * limited with `Retry-After`, 408 and 5xx unavailable, anything else a bad answer. `now` (epoch ms) reads a `Retry-After`
 * date when the answer has no `Date` of its own.
 */
export function errorForStatus(reply: Pick<HttpReply, 'status' | 'headers'>, source: string, now?: number): ConciergeError {
  const code = codeForStatus(reply.status)
  const wait = code === 'BACKEND_RATE_LIMITED' || reply.status === 503 ? retryAfterMs(reply.headers, now) : undefined
  const cause = new Error(`answered with status ${reply.status}`)
  const saysNo = reply.status >= 400 && reply.status < 500 && code !== 'BACKEND_UNAVAILABLE'
  return new ConciergeError(code, sentences[code], { source, cause, saysNo, ...(wait === undefined ? {} : { retryAfterMs: wait }) })
}

function codeForStatus(status: number): keyof typeof sentences {
  if (status === 401) return 'BACKEND_SIGN_IN_FAILED'
  if (status === 403) return 'BACKEND_REFUSED'
  if (status === 429) return 'BACKEND_RATE_LIMITED'
  return status === 408 || status >= 500 ? 'BACKEND_UNAVAILABLE' : 'BACKEND_BAD_ANSWER'
}

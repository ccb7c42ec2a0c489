/** A status and what goes with it. */
export interface GoogleAnswer {
  readonly status: number
  readonly body: unknown
}

const statuses = {
  INVALID_ARGUMENT: 400,
  UNAUTHENTICATED: 401,
  PERMISSION_DENIED: 403,
  NOT_FOUND: 404,
  RESOURCE_EXHAUSTED: 429,
} as const

/** An error in the words of Google's APIs. */
export function googleError(status: keyof typeof statuses, message: string): GoogleAnswer {
  const code = statuses[status]
  return { status: code, body: { error: { code, message, status } } }
}

/** What Google says when there were too many reads within a minute. */
export function quotaExceeded(): GoogleAnswer {
  return googleError(
    'RESOURCE_EXHAUSTED',
    "Quota exceeded for quota metric 'Read requests' and limit 'Read requests per minute per user' of service 'sheets.googleapis.com' for consumer 'project_number:123456789012'.",
  )
}

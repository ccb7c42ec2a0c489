const hourMs = 3_600_000
const dayMs = 24 * hourMs

/**
 * How long an answer asks us to wait, in milliseconds, at most one hour (RFC 9110 §10.2.3: seconds or a date). A date is
 * measured from the answer's own `Date`, else from `now`. Negative, unreadable and absurd (beyond a day) waits are ignored.
 */
export function retryAfterMs(headers: Readonly<Record<string, string>>, now?: number): number | undefined {
  const value = headers['retry-after']?.trim()
  if (value === undefined || value === '') return undefined
  const waitMs = /^\d+$/.test(value) ? Number(value) * 1000 : untilDate(value, headers['date'], now)
  return waitMs >= 0 && waitMs <= dayMs ? Math.min(waitMs, hourMs) : undefined
}

function untilDate(value: string, answeredAt: string | undefined, now: number | undefined): number {
  const from = answeredAt === undefined ? Number.NaN : Date.parse(answeredAt)
  return Date.parse(value) - (Number.isNaN(from) ? (now ?? Number.NaN) : from)
}

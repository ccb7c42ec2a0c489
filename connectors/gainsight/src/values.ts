/** A field's text. Empty, missing and anything that is not text counts as none. */
export function textIn(value: unknown): string | null {
  if (typeof value === 'number') return String(value)
  if (typeof value !== 'string') return null
  const text = value.trim()
  return text === '' ? null : text
}

/** A field's number, also when it came as text. */
export function numberIn(value: unknown): number | null {
  const text = textIn(value)
  const number = text === null ? Number.NaN : Number(text)
  return Number.isFinite(number) ? number : null
}

/**
 * A field's moment as ISO 8601. Tenants send epoch milliseconds, ISO dates or `yyyy-MM-dd HH:mm:ss.S`; the last has no zone
 * and is read as UTC.
 */
export function momentIn(value: unknown): string | null {
  const text = textIn(value)
  if (text === null) return null
  const zoneless = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2}(?:\.\d+)?)$/.exec(text)
  const epochMs = /^-?\d+$/.test(text) ? Number(text) : Date.parse(zoneless === null ? text : `${zoneless[1]}T${zoneless[2]}Z`)
  // a moment outside what a date can hold is no moment
  return Math.abs(epochMs) <= 8.64e15 ? new Date(epochMs).toISOString() : null
}

/** Whether a field says no: `false`, also as text. Missing is not no. */
export function isNo(value: unknown): boolean {
  return value === false || (typeof value === 'string' && value.trim().toLowerCase() === 'false')
}

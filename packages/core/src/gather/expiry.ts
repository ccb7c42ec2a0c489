/** When an answer stops being right by itself, such as a signed address; epoch milliseconds. */
export const expiryOf = (value: unknown): number | undefined =>
  typeof value === 'object' && value !== null && 'expiresAt' in value && typeof value.expiresAt === 'number' ? value.expiresAt : undefined

/** Whether an answer is not right any more. */
export const isExpired = (value: unknown, now: number): boolean => {
  const expiresAt = expiryOf(value)
  return expiresAt !== undefined && expiresAt <= now
}

/** From this age on a secret should be rotated. */
export const oldSecretDays = 180

/** Whole days between two moments in epoch milliseconds. */
export const daysSince = (thenMs: number, nowMs: number): number => Math.floor((nowMs - thenMs) / 86_400_000)

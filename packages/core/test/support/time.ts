/** Lengths of time in milliseconds, to be written `3 * hours`. */
export const seconds = 1_000
export const minutes = 60 * seconds
export const hours = 60 * minutes
export const days = 24 * hours

/** A moment in epoch milliseconds. */
export const at = (iso: string): number => Date.parse(iso)

/** The value below which so large a part of all lies; 0 of none. */
export function quantile(values: readonly number[] | Float64Array, part: number): number {
  // numbers of one kind are sorted as such, and fast
  const sorted = Float64Array.from(values).toSorted()
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0
}

/** The middle value; 0 of none. */
export const median = (values: readonly number[]): number => quantile(values, 0.5)

import { median } from './quantile.ts'

/** A value by what it may depend on. */
export type Point = readonly [x: number, y: number]

/** A straight line through points. */
export interface Line {
  readonly slope: number
  /** By how much the slope may be off, twice the standard error; boundless with too few points to tell. */
  readonly give: number
}

/** The straight line with the least squares. */
export function lineThrough(points: readonly Point[]): Line {
  const count = points.length
  const mean = (part: 0 | 1): number => points.reduce((sum, point) => sum + point[part], 0) / count
  const [x, y] = [mean(0), mean(1)]
  const spread = points.reduce((sum, point) => sum + (point[0] - x) ** 2, 0)
  if (count < 3 || spread === 0) return { slope: 0, give: Infinity }
  const slope = points.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0) / spread
  const left = points.reduce((sum, point) => sum + (point[1] - y - slope * (point[0] - x)) ** 2, 0)
  return { slope, give: 2 * Math.sqrt(left / (count - 2) / spread) }
}

/** What is left when the first part is left out, in which memories fill and code is compiled. */
export const afterWarmUp = <Item>(items: readonly Item[], part = 1 / 3): readonly Item[] => items.slice(Math.ceil(items.length * part))

/** By how much values grow from their first half to their second, as middle values; what comes and goes does not count. */
export function growthOf(values: readonly number[]): number {
  const half = Math.floor(values.length / 2)
  return median(values.slice(values.length - half)) - median(values.slice(0, half))
}

/** Whether values stay where they are, but for a tenth and a few. */
export const isFlat = (values: readonly number[], few: number): boolean =>
  growthOf(values) <= Math.max(few, median(values.slice(0, Math.floor(values.length / 2))) / 10)

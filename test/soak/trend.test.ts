import { expect, test } from 'vitest'
import { afterWarmUp, growthOf, isFlat, lineThrough, type Point } from '../support/trend.ts'

const rough = [3, -1, -3, 2]
const points = (slope: number, count: number): Point[] =>
  Array.from({ length: count }, (_, place) => [place * 1_000, 5_000 + slope * place * 1_000 + (rough[place % rough.length] as number)])

test('a leak of so many bytes per call is the slope of the line', () => {
  expect(lineThrough(points(50, 20)).slope).toBeCloseTo(50, 1)
  expect(lineThrough(points(-7, 20)).slope).toBeCloseTo(-7, 1)
})

test('what goes up and down is told apart from what grows', () => {
  const { slope, give } = lineThrough(points(0, 20))
  expect(Math.abs(slope)).toBeLessThanOrEqual(give)
  const leak = lineThrough(points(1, 20))
  expect(leak.slope).toBeGreaterThan(leak.give)
})

test('too few points, or all at one place, say nothing', () => {
  expect(lineThrough(points(50, 2))).toEqual({ slope: 0, give: Infinity })
  expect(
    lineThrough([
      [1, 1],
      [1, 9],
      [1, 5],
    ]),
  ).toEqual({ slope: 0, give: Infinity })
})

test('memories that fill at first are no leak', () => {
  const fills: Point[] = Array.from({ length: 30 }, (_, place) => [place, Math.min(place, 8) * 1_000])
  expect(lineThrough(fills).slope).toBeGreaterThan(100)
  expect(lineThrough(afterWarmUp(fills)).slope).toBe(0)
})

test('sockets that come and go are flat, sockets that stay are not', () => {
  const comesAndGoes = Array.from({ length: 20 }, (_, place) => 40 + (place === 7 ? 300 : place % 3))
  expect(isFlat(comesAndGoes, 8)).toBe(true)
  const stays = Array.from({ length: 20 }, (_, place) => 40 + 2 * place)
  expect(growthOf(stays)).toBe(20)
  expect(isFlat(stays, 8)).toBe(false)
})

test('a few more than a few is flat where there are many', () => {
  const many = Array.from({ length: 20 }, (_, place) => 1_000 + 5 * place)
  expect(isFlat(many, 8)).toBe(true)
})

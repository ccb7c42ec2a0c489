import { array, assert, integer, property, record } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createFairBucket, type FairBucket } from '../../src/rates/fair-bucket.ts'

const minuteMs = 60_000

/** Takes when there is something to take; says whether there was. */
function ask(bucket: FairBucket, member: string, nowMs: number, cost = 1): boolean {
  if (bucket.waitMs(member, cost, nowMs) > 0) return false
  bucket.take(member, cost, nowMs)
  return true
}

/** How many of a member's calls, spread evenly over some minutes, are let through while all the others do the same. */
function letThrough(
  bucket: FairBucket,
  perMinute: Readonly<Record<string, number>>,
  minutes: number,
  fromMs = 0,
): Readonly<Record<string, number>> {
  const calls = Object.entries(perMinute).flatMap(([member, count]) =>
    Array.from({ length: count * minutes }, (_, index) => ({ member, at: fromMs + ((index + 0.5) * minuteMs) / count })),
  )
  const passed: Record<string, number> = Object.fromEntries(Object.keys(perMinute).map((member) => [member, 0]))
  for (const { member, at } of calls.toSorted((one, other) => one.at - other.at)) {
    if (ask(bucket, member, at)) passed[member] = (passed[member] ?? 0) + 1
  }
  return passed
}

describe('an allowance used by one alone', () => {
  test('is all theirs at once, then as fast as it fills up again', () => {
    const bucket = createFairBucket({ calls: 60, perMs: minuteMs })
    expect(Array.from({ length: 61 }, () => ask(bucket, 'a', 0)).filter(Boolean)).toHaveLength(60)
    expect(bucket.waitMs('a', 1, 0)).toBe(1000)
    expect(ask(bucket, 'a', 999)).toBe(false)
    expect(ask(bucket, 'a', 1000)).toBe(true)
  })

  test('says how long to wait, and that is long enough', () => {
    assert(
      property(integer({ min: 1, max: 500 }), array(integer({ min: 0, max: 5_000 }), { maxLength: 200 }), (calls, gaps) => {
        const bucket = createFairBucket({ calls, perMs: minuteMs })
        let nowMs = 0
        for (const gapMs of gaps) {
          nowMs += gapMs
          const waitMs = bucket.waitMs('a', 1, nowMs)
          nowMs += waitMs
          expect(ask(bucket, 'a', nowMs)).toBe(true)
        }
      }),
    )
  })

  test('takes nothing when it refuses', () => {
    const bucket = createFairBucket({ calls: 10, perMs: minuteMs })
    for (let tries = 0; tries < 100; tries += 1) expect(ask(bucket, 'a', 0, 11)).toBe(false)
    expect(ask(bucket, 'a', 0, 10)).toBe(true)
  })
})

describe('an allowance shared by several', () => {
  test.each([2, 5, 20])('gives each of %i its share while one of them asks for ten times as much', (count) => {
    const bucket = createFairBucket({ calls: 1000, perMs: minuteMs })
    const share = 1000 / count
    const quiet = Object.fromEntries(Array.from({ length: count - 1 }, (_, index) => [`quiet ${index}`, share]))
    const passed = letThrough(bucket, { ...quiet, noisy: share * 10 }, 5)
    for (const name of Object.keys(quiet)) expect(passed[name]).toBeGreaterThanOrEqual(share * 5 * 0.99)
    // the noisy one gets its own share, and what it had taken before the others came
    expect(passed['noisy']).toBeLessThanOrEqual(share * 5 + 1000)
  })

  test('gives them their share from their first call on, although the noisy one came first and took all there was', () => {
    const bucket = createFairBucket({ calls: 100, perMs: minuteMs })
    for (let calls = 0; calls < 1000; calls += 1) ask(bucket, 'noisy', 0)
    const passed = letThrough(bucket, { quiet: 50, noisy: 1000 }, 3, 1)
    expect(passed['quiet']).toBe(150)
  })

  test('leaves nothing unused that somebody wants', () => {
    const bucket = createFairBucket({ calls: 600, perMs: minuteMs })
    const passed = letThrough(bucket, { quiet: 60, noisy: 6000 }, 10)
    expect(passed['quiet']).toBe(600)
    expect((passed['noisy'] ?? 0) / 10).toBeGreaterThan(530)
  })

  test('forgets who has not asked for a whole period: the others share their part', () => {
    const bucket = createFairBucket({ calls: 60, perMs: minuteMs })
    for (const member of ['a', 'b', 'c']) ask(bucket, member, 0)
    expect(bucket.isIdle(minuteMs)).toBe(true)
    expect(Array.from({ length: 60 }, () => ask(bucket, 'a', 2 * minuteMs)).every(Boolean)).toBe(true)
  })

  test('never lets through more than twice the rate, however many take turns', () => {
    assert(
      property(
        array(record({ member: integer({ min: 0, max: 30 }), gapMs: integer({ min: 0, max: 400 }) }), {
          minLength: 200,
          maxLength: 600,
        }),
        (calls) => {
          const bucket = createFairBucket({ calls: 40, perMs: minuteMs })
          let nowMs = 0
          let passed = 0
          for (const { member, gapMs } of calls) {
            nowMs += gapMs
            if (ask(bucket, `m${member}`, nowMs)) passed += 1
          }
          // a full bucket, a first share for each newcomer, and what flows in
          expect(passed).toBeLessThanOrEqual(2 * 40 + 31 + (nowMs * 40) / minuteMs)
        },
      ),
    )
  })

  test('is not confused by a clock that goes back', () => {
    const bucket = createFairBucket({ calls: 10, perMs: minuteMs })
    for (let calls = 0; calls < 10; calls += 1) expect(ask(bucket, 'a', 1_000_000)).toBe(true)
    expect(ask(bucket, 'a', 900_000)).toBe(false)
    expect(bucket.waitMs('a', 1, 900_000)).toBeLessThanOrEqual(minuteMs)
  })
})

test('an allowance says how much may be taken at once at most: a whole share, and one call always', () => {
  const bucket = createFairBucket({ calls: 10, perMs: minuteMs })
  expect(bucket.most('a', 0)).toBe(10)
  for (const member of ['a', 'b', 'c']) ask(bucket, member, 0)
  expect(bucket.most('a', 0)).toBe(3)
  expect(bucket.most('new', 0)).toBe(2)
  for (let member = 0; member < 50; member += 1) ask(bucket, `${member}`, 0)
  expect(bucket.most('a', 0)).toBe(1)
  expect(bucket.most('a', 2 * minuteMs)).toBe(10)
})

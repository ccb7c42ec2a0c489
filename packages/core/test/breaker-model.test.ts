import assert from 'node:assert/strict'
import { ConciergeError, type ErrorCode } from '@cx-concierge/contract'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createBreaker } from '../src/resilience/breaker.ts'
import { createBreakerModel, type BreakerModel, type Ending, type ModelCall } from './support/breaker-model.ts'
import { seconds } from './support/time.ts'

const sequences = Number(process.env['BREAKER_SEQUENCES'] ?? 1_000)
const mostOnTrial = 3

const limits = { openAtPercent: 50, ofCalls: 20, restMs: 30 * seconds }
/** With twenty calls before anything counts, most short sequences would never see it open. */
const small = { openAtPercent: 50, ofCalls: 4, restMs: 3 * seconds }

const failure = (code: ErrorCode, saysNo = false): (() => Promise<never>) => {
  const error = new ConciergeError(code, 'it failed', saysNo ? { saysNo } : {})
  return () => Promise.reject(error)
}
/** Every way a call can end, and what it says of the backend. */
const endings: Readonly<Record<string, readonly [Ending, () => Promise<unknown>]>> = {
  answered: ['answered', () => Promise.resolve('it')],
  missing: ['answered', () => Promise.resolve(undefined)],
  unavailable: ['trouble', failure('BACKEND_UNAVAILABLE')],
  slow: ['trouble', failure('BACKEND_TIMEOUT')],
  unreadable: ['trouble', failure('BACKEND_BAD_ANSWER')],
  thrown: ['trouble', () => Promise.reject(new TypeError('a mistake'))],
  status400: ['answered', failure('BACKEND_BAD_ANSWER', true)],
  status401: ['answered', failure('BACKEND_SIGN_IN_FAILED')],
  status403: ['answered', failure('BACKEND_REFUSED')],
  status429: ['answered', failure('BACKEND_RATE_LIMITED')],
  cancelled: ['unknown', failure('CALLER_GONE')],
  notAllowed: ['unknown', failure('HOST_NOT_ALLOWED')],
  quotaSpent: ['unknown', failure('QUOTA_SPENT')],
  ours: ['unknown', failure('INTERNAL')],
}

type Step = readonly ['begin', string] | readonly ['burst', readonly string[]] | readonly ['end', number] | readonly ['wait', number]

const ending = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('unavailable', 'slow', 'unreadable', 'thrown') },
  { weight: 3, arbitrary: fc.constantFrom('answered', 'missing') },
  { weight: 2, arbitrary: fc.constantFrom(...Object.keys(endings)) },
)
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: fc.tuple(fc.constant('burst' as const), fc.array(ending, { minLength: 1, maxLength: 12 })) },
  { weight: 3, arbitrary: fc.tuple(fc.constant('begin' as const), ending) },
  { weight: 3, arbitrary: fc.tuple(fc.constant('end' as const), fc.nat(9)) },
  { weight: 2, arbitrary: fc.tuple(fc.constant('wait' as const), fc.constantFrom(0, 1, 90, 999, 1_000, 2_999, 3_000, 9_999, 30_000)) },
)

interface Running {
  readonly modelled: ModelCall
  readonly how: string
  readonly finish: () => void
  readonly over: Promise<unknown>
}

/** Plays one sequence on both; throws at the first difference. */
async function play(steps: readonly Step[], model: BreakerModel, chosen: typeof limits): Promise<void> {
  let nowMs = 0
  const breaker = createBreaker('crm', chosen, { monotonic: () => nowMs }, { changed: () => undefined, counted: () => undefined })
  const running: Running[] = []

  const begin = async (how: string): Promise<readonly Running[]> => {
    const modelled = model.begin(nowMs)
    const door = Promise.withResolvers<void>()
    let asked = false
    const over = breaker
      .run(() => {
        asked = true
        return door.promise.then(endings[how]?.[1])
      })
      .catch((error: unknown) => (error as ConciergeError).code)
    expect(asked, 'whether the backend is asked').toBe(modelled !== undefined)
    if (modelled) return [{ modelled, how, finish: door.resolve, over }]
    assert.equal(await over, 'BACKEND_RESTING')
    return []
  }
  const end = async ({ modelled, how, finish, over }: Running): Promise<void> => {
    finish()
    await over
    model.end(modelled, endings[how]?.[0] ?? 'unknown', nowMs)
  }

  for (const [what, value] of steps) {
    if (what === 'wait') nowMs += value
    else if (what === 'begin') running.push(...(await begin(value)))
    else if (what === 'end') for (const one of running.splice(value % Math.max(1, running.length), 1)) await end(one)
    else for (const how of value) for (const one of await begin(how)) await end(one)
    expect(breaker.state()).toBe(model.state(nowMs))
    expect(model.onTrial()).toBeLessThanOrEqual(mostOnTrial)
  }
}

describe('the breaker does what a plain model of it does', () => {
  it.each([
    ['twenty calls in ten seconds', limits, 60],
    ['four calls in ten seconds', small, 40],
  ] as const)(
    `in ${sequences / 2} random sequences, with %s`,
    async (_title, chosen, maxLength) => {
      let opened = 0
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 10, maxLength }), async (steps) => {
          const model = createBreakerModel(chosen)
          await play(steps, model, chosen)
          opened += Number(model.everOpened())
        }),
        { numRuns: sequences / 2 },
      )
      expect(opened, 'sequences that opened it at all').toBeGreaterThan(sequences / 20)
    },
    120_000,
  )
})

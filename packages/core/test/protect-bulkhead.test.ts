import { ConciergeError } from '@cx-concierge/contract'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createBulkhead } from '../src/resilience/bulkhead.ts'

const never = new AbortController().signal
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

describe('a bulkhead', () => {
  it('lets so many through at once, and the others after them in order', async () => {
    const { run, running } = createBulkhead('crm', 2, 10)
    const doors = Array.from({ length: 5 }, () => Promise.withResolvers<void>())
    const started: number[] = []
    const all = doors.map((door, index) =>
      run(async () => {
        started.push(index)
        await door.promise
        return index
      }, never),
    )
    await turn()
    expect(started).toEqual([0, 1])
    doors[1]?.resolve()
    await turn()
    expect(started).toEqual([0, 1, 2])
    for (const door of doors) door.resolve()
    expect(await Promise.all(all)).toEqual([0, 1, 2, 3, 4])
    expect(started).toEqual([0, 1, 2, 3, 4])
    expect(running()).toBe(0)
  })

  it('refuses at once when too many wait', async () => {
    const { run } = createBulkhead('crm', 1, 2)
    const door = Promise.withResolvers<void>()
    const inside = run(() => door.promise, never)
    const waiting = [run(() => Promise.resolve(), never), run(() => Promise.resolve(), never)]
    await expect(run(() => Promise.resolve(), never)).rejects.toMatchObject({ code: 'BACKEND_BUSY', source: 'crm' })
    door.resolve()
    await Promise.all([inside, ...waiting])
    await expect(run(() => Promise.resolve('free'), never)).resolves.toBe('free')
  })

  it('lets nobody wait where none may', async () => {
    const { run } = createBulkhead('crm', 1, 0)
    const door = Promise.withResolvers<void>()
    const inside = run(() => door.promise, never)
    await expect(run(() => Promise.resolve(), never)).rejects.toMatchObject({ code: 'BACKEND_BUSY' })
    door.resolve()
    await inside
  })

  it('lets somebody go who no longer wants to wait, and gives their place to the next', async () => {
    const { run } = createBulkhead('crm', 1, 2)
    const door = Promise.withResolvers<void>()
    const inside = run(() => door.promise, never)
    const leaving = new AbortController()
    const started: string[] = []
    const left = run(() => Promise.resolve(started.push('left')), leaving.signal)
    const stays = run(() => Promise.resolve(started.push('stays')), never)
    const reason = new ConciergeError('BACKEND_TIMEOUT', 'too late')
    leaving.abort(reason)
    await expect(left).rejects.toBe(reason)
    const next = run(() => Promise.resolve(started.push('next')), never)
    door.resolve()
    await Promise.all([inside, stays, next])
    expect(started).toEqual(['stays', 'next'])
  })

  it('frees the place of work that failed', async () => {
    const { run, running } = createBulkhead('crm', 1, 0)
    for (let call = 0; call < 3; call += 1) await expect(run(() => Promise.reject(new Error('failed')), never)).rejects.toThrow('failed')
    await expect(
      run(() => {
        throw new Error('at once')
      }, never),
    ).rejects.toThrow('at once')
    expect(running()).toBe(0)
  })

  it('finishes everything it let in or let wait, and is empty in the end', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 0, max: 4 }),
        fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 20 }),
        async (atOnce, mayWait, turns) => {
          const { run, running } = createBulkhead('crm', atOnce, mayWait)
          const results = await Promise.allSettled(
            turns.map((count) =>
              run(async () => {
                for (let waited = 0; waited < count; waited += 1) await turn()
              }, never),
            ),
          )
          const refused = results.filter(({ status }) => status === 'rejected').length
          expect(refused).toBe(Math.max(0, turns.length - atOnce - mayWait))
          expect(running()).toBe(0)
        },
      ),
      { numRuns: 40 },
    )
  })
})

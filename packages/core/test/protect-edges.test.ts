import { describe, expect, it } from 'vitest'
import { createDecisionMemory } from '../src/index.ts'
import { createBulkhead } from '../src/resilience/bulkhead.ts'
import { createQuota } from '../src/resilience/quota.ts'
import { colleague } from './support/callers.ts'
import { ignoresEverything } from './support/sources.ts'
import { minutes } from './support/time.ts'

describe('limits', () => {
  it('never more in any stretch', () => {
    const quota = createQuota([{ calls: 80, perMs: 60_000 }])
    const through: number[] = []
    for (const t of [...Array.from({ length: 80 }, () => 999), ...Array.from({ length: 80 }, () => 60_000)])
      if (quota.take(t)) through.push(t)
    expect(through.filter((t) => t > 60_000 - 60_000 && t <= 60_000).length).toBeLessThanOrEqual(80)
  })
  it('never more at once', async () => {
    const { run, running } = createBulkhead('crm', 1, 10)
    const never = new AbortController().signal
    const door = Promise.withResolvers<void>()
    const hold = Promise.withResolvers<void>()
    let most = 0
    const work = async () => {
      most = Math.max(most, running())
      await hold.promise
    }
    const a = run(() => door.promise, never)
    const b = run(work, never)
    await new Promise((r) => setImmediate(r))
    const c = door.promise.then(() => run(work, never))
    door.resolve()
    await new Promise((r) => setImmediate(r))
    hold.resolve()
    await Promise.all([a, b, c])
    expect(most).toBe(1)
  })
  it('nobody waits whose time is already up', async () => {
    const { run } = createBulkhead('crm', 1, 10)
    const door = Promise.withResolvers<void>()
    const inside = run(() => door.promise, new AbortController().signal)
    const outcome = Promise.race([
      run(() => Promise.resolve('in'), AbortSignal.abort()).catch(() => 'refused'),
      new Promise((r) => setTimeout(() => r('still waiting'), 20)),
    ])
    expect(await outcome).toBe('refused')
    door.resolve()
    await inside
  })
})
void [minutes, colleague, createDecisionMemory, ignoresEverything]

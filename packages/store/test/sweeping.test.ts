import { expect, test, vi } from 'vitest'
import type { Store } from '../src/index.ts'
import { onEveryEngine, type Place } from './engines.ts'
import { noon, sampleAudit, sampleDecision } from './sample-records.ts'
import { seededRandom, type Random } from './seeded-random.ts'
import { dayMs } from './written-record.ts'

// opening a file starts a thread, which takes its time on a busy machine
vi.setConfig({ testTimeout: 60_000 })

type Cutoffs = Readonly<Record<'answeredBefore' | 'refusedBefore' | 'decisionsBefore', number>>

async function sweepAll(store: Store, cutoffs: Cutoffs): Promise<void> {
  let turn = { after: 0, done: false }
  while (!turn.done) turn = await store.sweep({ after: turn.after, at: noon + 100 * dayMs, ...cutoffs })
}

/** Thousands of calls over several windows of the sweep, out of order in time, whose decisions share bodies across all of them. */
async function writeCalls(store: Store, random: Random): Promise<void> {
  const bodies = 1 + random.below(3_000)
  const calls = Array.from({ length: 2_000 + random.below(5_000) }, async (_, number) => {
    const at = noon + number + random.below(3) * random.below(60) * dayMs
    const outcome = random.of(['answered', 'answered', 'refused'] as const)
    const decision = sampleDecision(`{"shared":${random.below(bodies)}}`)
    const customer = `account:${random.below(200)}`
    const audit = sampleAudit(number, { at, outcome, customer, input: { account_id: customer.slice(8) } })
    if (random.below(3) > 0) return await store.record({ audit, decision })
    store.begin(audit)
    return await store.end({ audit, decision })
  })
  await Promise.all(calls)
}

async function bodiesThatMatter(
  { editor }: Place,
  { decisionsBefore }: Cutoffs,
): Promise<{ readonly kept: number; readonly wanted: number }> {
  const one = async (sql: string): Promise<number> => Number((await editor.all(sql))[0]?.['n'])
  return {
    kept: await one('SELECT count(*) AS n FROM bodies'),
    wanted: await one(`SELECT count(DISTINCT body_sha256) AS n FROM audits WHERE body_sha256 IS NOT NULL AND at >= ${decisionsBefore}`),
  }
}

onEveryEngine((engine) => {
  test.each(engine.name === 'SQLite' ? [1, 2, 3, 4, 5, 6] : [1, 6])(
    'however bodies are shared and whatever is removed when, the chain stays whole and bodies go exactly then (%i)',
    async (seed) => {
      const random = seededRandom(seed)
      const place = await engine.place()
      const store = await place.open()
      await writeCalls(store, random)
      for (let day = 0; day <= 120; day += 5 + random.below(30)) {
        const before = (): number => noon + (day + random.below(5)) * dayMs
        const cutoffs = { answeredBefore: before(), refusedBefore: before(), decisionsBefore: before() }
        await sweepAll(store, cutoffs)
        expect(await store.verify()).toMatchObject({ intact: true })
        const { kept, wanted } = await bodiesThatMatter(place, cutoffs)
        expect(kept).toBe(wanted)
      }
    },
  )

  test('of a body that was taken away for its age, only lines of that age are excused', async () => {
    const place = await engine.place()
    const store = await place.open()
    const entry = (number: number, at: number) => ({ audit: sampleAudit(number, { at }), decision: sampleDecision(`{"n":${number}}`) })
    await store.record(entry(1, noon))
    await store.record(entry(2, noon + 50 * dayMs))
    await store.record(entry(3, noon))
    const before = noon + dayMs
    await sweepAll(store, { answeredBefore: noon, refusedBefore: noon, decisionsBefore: before })
    await store.record(entry(4, noon))
    expect(await store.verify()).toMatchObject({ intact: true })
    for (const [number, seq] of [
      [4, 5],
      [2, 2],
    ] as const) {
      await place.editor.exec(`DELETE FROM bodies WHERE body = '{"n":${number}}'`)
      expect(await store.verify()).toEqual({ intact: false, firstBad: seq, fault: 'body' })
    }
  })
})

import { expect, test } from 'vitest'
import { temporaryKey } from '../src/index.ts'
import { onEveryEngine } from './engines.ts'
import { noon, sampleAudit } from './sample-records.ts'

onEveryEngine((engine) => {
  test('audits come newest first and by time, customer, tool and number', async () => {
    const store = await engine.store()
    for (let number = 0; number < 6; number += 1) {
      const customer = number % 2 === 0 ? 'account:even' : 'email:odd'
      const tool = number < 3 ? 'get_account_team' : 'get_account_health'
      await store.record({ audit: sampleAudit(number, { customer, tool }) })
    }
    const numbers = async (query: Parameters<typeof store.audits>[0]) => (await store.audits(query)).map((audit) => audit.at - noon)
    expect(await numbers({ limit: 100 })).toEqual([5, 4, 3, 2, 1, 0])
    expect(await numbers({ limit: 2 })).toEqual([5, 4])
    expect(await numbers({ from: noon + 1, to: noon + 4, limit: 100 })).toEqual([3, 2, 1])
    expect(await numbers({ customer: 'account:even', limit: 100 })).toEqual([4, 2, 0])
    expect(await numbers({ customer: 'account:even', tool: 'get_account_team', limit: 100 })).toEqual([2, 0])
    expect(await numbers({ limit: 0 })).toEqual([])
  })

  test('of one moment, what was written last comes first', async () => {
    const store = await engine.store()
    for (let number = 0; number < 3; number += 1) await store.record({ audit: sampleAudit(number, { at: noon }) })
    expect((await store.audits({ limit: 3 })).map((audit) => audit.id)).toEqual(['aud_2', 'aud_1', 'aud_0'])
  })

  test('never more than a thousand audits at once', async () => {
    const store = await engine.store()
    await Promise.all(Array.from({ length: 1001 }, (_, number) => store.record({ audit: sampleAudit(number) })))
    expect(await store.audits({ limit: Infinity })).toHaveLength(1000)
  })

  test('merged accounts are remembered across restarts', async () => {
    const [place, signingKey] = [await engine.place(), temporaryKey()]
    const store = await place.openUnattended({ signingKey })
    await store.addRedirect('001-old', '001-new')
    await store.addRedirect('001-older', '001-old')
    await store.close()
    const again = await place.open({ signingKey })
    expect(await again.redirects()).toEqual(
      new Map([
        ['001-old', '001-new'],
        ['001-older', '001-old'],
      ]),
    )
  })

  test('merges never lead in a circle, and the newest word on an account counts', async () => {
    const store = await engine.store()
    await store.addRedirect('a', 'b')
    await store.addRedirect('b', 'c')
    await store.addRedirect('c', 'a')
    expect(Object.fromEntries(await store.redirects())).toEqual({ b: 'c', c: 'a' })
    await store.addRedirect('b', 'd')
    expect(Object.fromEntries(await store.redirects())).toEqual({ b: 'd', c: 'a' })
    await store.addRedirect('b', 'b')
    expect(Object.fromEntries(await store.redirects())).toEqual({ c: 'a' })
  })

  test('reading and merging go on beside the writing of records', async () => {
    const store = await engine.store()
    const work: Promise<unknown>[] = []
    for (let number = 0; number < 100; number += 1) {
      work.push(store.record({ audit: sampleAudit(number) }), store.addRedirect(`old-${number}`, 'new'), store.audits({ limit: 5 }))
      if (number % 10 === 0) await new Promise(setImmediate)
    }
    await Promise.all(work)
    expect(store.stats().written).toBe(100)
    expect((await store.redirects()).size).toBe(100)
  })
})

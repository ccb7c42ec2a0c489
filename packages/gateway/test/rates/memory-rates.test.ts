import { expect, test } from 'vitest'
import { createMemoryRates } from '../../src/rates/memory-rates.ts'
import { jane } from '../support/jane.ts'

const minute = (calls: number) => ({ calls, perMs: 60_000 })

test('namesakes of two issuers use up their own allowances, and their clients’ too', () => {
  const rates = createMemoryRates({ caller: minute(2), client: minute(2), account: minute(9) }, () => 0)
  const namesake = { ...jane, issuer: 'https://other.example' }
  expect([rates.messages(jane, 2), rates.messages(namesake, 2), rates.messages({ ...jane }, 1)]).toEqual([
    undefined,
    undefined,
    { allowance: 'caller', retryAfterS: 30 },
  ])
})

test('a customer who is asked about by namesakes of two issuers is shared by two', () => {
  const rates = createMemoryRates({ caller: minute(9), client: minute(9), account: minute(4) }, () => 0)
  const namesake = { ...jane, issuer: 'https://other.example' }
  for (let calls = 0; calls < 4; calls += 1) expect(rates.account(jane, '001A')).toBeUndefined()
  expect(rates.account(jane, '001A')).toEqual({ allowance: 'account', retryAfterS: 15 })
  expect(rates.account(namesake, '001A')).toBeUndefined()
})

test('fifty thousand callers at once do not make the next ones slow, nor let the latest ask more', () => {
  const rates = createMemoryRates({ caller: minute(1), client: minute(1e6), account: minute(1) }, () => 0)
  const come = (from: number, count: number): number => {
    const started = performance.now()
    for (let index = from; index < from + count; index += 1) void rates.messages({ ...jane, subject: `${index}` }, 1)
    return performance.now() - started
  }
  come(0, 48_000)
  const whileThereIsRoom = come(48_000, 2_000)
  const afterwards = come(50_000, 2_000)
  expect(afterwards).toBeLessThan(20 * whileThereIsRoom + 50)
  expect(rates.messages({ ...jane, subject: '51999' }, 1)).toMatchObject({ allowance: 'caller' })
})

test('a batch larger than a share is told how large it may be, however long it waits; nothing is taken for it', () => {
  let now = 0
  const rates = createMemoryRates({ caller: minute(5), client: minute(8), account: minute(9) }, () => now)
  for (now = 0; now < 600_000; now += 60_000) expect(rates.messages(jane, 6)).toEqual({ allowance: 'caller', largestBatch: 5 })
  expect(rates.messages(jane, 5)).toBeUndefined()
  const ben = { ...jane, subject: 'ben' }
  expect(rates.messages(ben, 5)).toEqual({ allowance: 'client', largestBatch: 4 })
  expect(rates.messages(ben, 4)).toBeUndefined()
  expect(rates.messages(ben, 2)).toMatchObject({ retryAfterS: expect.any(Number) })
})

import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { createNoticeSeal } from '../../src/bus/sealed-notice.ts'

const key = randomBytes(32)
const clock = { now: 1_700_000_000_000 }
const replica = (channel = 'c', by = key) => createNoticeSeal(by, channel, () => clock.now)

test('a notice is heard once by each of the others, and not by whoever sent it', () => {
  const [one, other, third] = [replica(), replica(), replica()]
  const message = one.seal({ kind: 'reload' })
  expect(one.unseal(message)).toBe('own')
  for (const listener of [other, third]) {
    expect(listener.unseal(message)).toEqual({ kind: 'reload' })
    expect(listener.unseal(message)).toBe('again')
  }
})

test('one that somebody has kept for a minute is not believed any more', () => {
  const message = replica().seal({ kind: 'forget' })
  clock.now += 60_001
  expect(replica().unseal(message)).toBe('old')
})

test('one of another channel, of another key, or of nobody is not believed', () => {
  const message = replica().seal({ kind: 'forget' })
  expect(replica('d').unseal(message)).toBe('unreadable')
  expect(replica('c', randomBytes(32)).unseal(message)).toBe('unreadable')
  expect(replica().unseal(Buffer.from('{"notice":{"kind":"forget"}}'))).toBe('unreadable')
})

import { randomBytes } from 'node:crypto'
import { assert as always, property, string, uint8Array } from 'fast-check'
import { sealed } from '@cx-concierge/contract'
import { expect, test } from 'vitest'
import { sealAnswer, unsealAnswer } from '../../src/shared/sealed-answer.ts'
import { seal, unseal } from '../../src/shared/seal.ts'
import { sharedKeysOf } from '../../src/shared/shared-keys.ts'

const key = randomBytes(32)

test('what was sealed for a place is read there, and its text stands nowhere in it', () => {
  always(
    property(string({ unit: 'grapheme', minLength: 4 }), (text) => {
      const bytes = seal(key, 'here', text)
      expect(unseal(key, 'here', bytes)).toBe(text)
      expect(bytes.includes(text)).toBe(false)
    }),
  )
})

test('nothing is read from bytes in which any bit differs', () => {
  const bytes = seal(key, 'here', '[1,{"id":"a"}]')
  for (let bit = 0; bit < bytes.length * 8; bit += 1) {
    const spoilt = Buffer.from(bytes)
    spoilt[bit >> 3] = (spoilt[bit >> 3] as number) ^ (1 << (bit & 7))
    expect(unseal(key, 'here', spoilt)).toBeUndefined()
  }
})

test('nothing is read elsewhere, with another key, from a part, or from bytes that somebody made up', () => {
  const bytes = seal(key, 'here', 'x')
  expect(unseal(key, 'there', bytes)).toBeUndefined()
  expect(unseal(randomBytes(32), 'here', bytes)).toBeUndefined()
  for (let length = 0; length < bytes.length; length += 1) expect(unseal(key, 'here', bytes.subarray(0, length))).toBeUndefined()
  always(property(uint8Array({ maxLength: 200 }), (made) => unseal(key, 'here', Buffer.from([1, ...made])) === undefined))
})

test('the same text never looks the same twice', () => {
  expect(seal(key, 'here', 'x').equals(seal(key, 'here', 'x'))).toBe(false)
})

test('an answer keeps when it was read, and that it does not exist is not that it is empty', () => {
  const round = (value: unknown) => unsealAnswer(key, 'p', sealAnswer(key, 'p', { key: 'k', readAt: 7, value }))
  expect(round(undefined)).toEqual({ readAt: 7, value: undefined })
  expect(round(null)).toEqual({ readAt: 7, value: null })
  expect(round([])).toEqual({ readAt: 7, value: [] })
})

test('one secret gives three keys that differ, and the same to every replica', () => {
  const [one, other] = [sharedKeysOf(sealed('a secret')), sharedKeysOf(sealed('a secret'))]
  expect(one).toEqual(other)
  expect(new Set(Object.values(one).map((derived: Buffer) => derived.toString('hex')))).toHaveProperty('size', 3)
  expect(sharedKeysOf(sealed('b secret'))).not.toEqual(one)
})

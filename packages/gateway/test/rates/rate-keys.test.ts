import { expect, test } from 'vitest'
import { rateKeysOf } from '../../src/rates/rate-keys.ts'
import { jane } from '../support/jane.ts'

test('the same person at the same client is counted as one, whatever else their tokens say', () => {
  expect(rateKeysOf({ ...jane, scopes: new Set(['cx.route']), accountIds: ['001A'] })).toEqual(rateKeysOf(jane))
})

test.each([
  ['of another issuer', { issuer: 'https://other.example' }],
  ['of a client whose name ends where theirs begins', { client: 'assistantj', subject: 'ane' }],
])('a namesake %s uses up nobody’s allowance but their own', (_who, differing) => {
  const theirs = rateKeysOf({ ...jane, ...differing })
  expect(theirs.caller).not.toBe(rateKeysOf(jane).caller)
  expect(theirs.client).not.toBe(rateKeysOf(jane).client)
})

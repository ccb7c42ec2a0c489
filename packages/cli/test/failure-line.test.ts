import { ConciergeError } from '@cx-concierge/contract'
import { expect, test } from 'vitest'
import { failureLine } from '../src/failure-line.ts'

const secret = 'planted-secret'

test('an error of ours is told in its own words', () => {
  expect(failureLine(new ConciergeError('CONFIG_INVALID', 'The key is none.', { cause: new Error(secret) }))).toBe(
    'CONFIG_INVALID: The key is none.',
  )
})

test('an error of the system says what could not be done, and where', () => {
  const error = Object.assign(new Error(secret), { code: 'EADDRINUSE', syscall: 'listen', address: '127.0.0.1', port: 8080 })
  expect(failureLine(error)).toBe('listen EADDRINUSE 127.0.0.1 8080')
})

test('any other error says its kind and a place in the code, never its message', () => {
  const line = failureLine(new TypeError(`${secret}\n    at ${secret} (file:///${secret}.ts:1:1)`))
  expect(line).toMatch(/^INTERNAL: TypeError at .*failure-line\.test\.ts:\d+:\d+\)?$/)
  expect(line).not.toContain(secret)
  expect(failureLine(Object.assign(new Error(secret), { name: `${secret} ` }))).not.toContain(secret)
  expect(failureLine(secret)).toBe('INTERNAL: something was thrown that is no error')
})

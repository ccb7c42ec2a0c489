import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { errorForStatus, parseJson, retryAfterMs } from '../src/index.ts'

describe('an answer that should be JSON', () => {
  const schema = z.object({ id: z.string() })

  it('is read loosely: what the schema does not know is let go', () => {
    expect(parseJson({ text: '{"id":"1","more":true}' }, schema, 'backend')).toEqual({ id: '1' })
  })

  it.each(['<html>Sign in, ada@northwind.example</html>', '', '{"id":', '{"id":7,"email":"ada@northwind.example"}', 'null', '[]'])(
    'and is %j is a bad answer, which is not quoted',
    (text) => {
      const read = () => parseJson({ text }, schema, 'backend')
      expect(read).toThrow(expect.objectContaining({ code: 'BACKEND_BAD_ANSWER', source: 'backend' }))
      expect(read).not.toThrow('northwind.example')
    },
  )
})

describe('a status', () => {
  it.each([
    [400, 'BACKEND_BAD_ANSWER'],
    [302, 'BACKEND_BAD_ANSWER'],
    [401, 'BACKEND_SIGN_IN_FAILED'],
    [403, 'BACKEND_REFUSED'],
    [404, 'BACKEND_BAD_ANSWER'],
    [408, 'BACKEND_UNAVAILABLE'],
    [429, 'BACKEND_RATE_LIMITED'],
    [500, 'BACKEND_UNAVAILABLE'],
    [599, 'BACKEND_UNAVAILABLE'],
  ])('of %i is %s', (status, code) => {
    expect(errorForStatus({ status, headers: {} }, 'backend')).toMatchObject({ code, source: 'backend', retryAfterMs: undefined })
  })

  it('of 429 says how long to wait', () => {
    expect(errorForStatus({ status: 429, headers: { 'retry-after': '7' } }, 'backend')).toMatchObject({ retryAfterMs: 7000 })
  })
})

describe('Retry-After', () => {
  const date = 'Fri, 20 Nov 2026 09:30:00 GMT'

  it.each([
    ['7', 7000],
    ['0', 0],
    [' 30 ', 30_000],
    ['3601', 3_600_000],
    ['86400', 3_600_000],
    ['86401', undefined],
    ['1000000000', undefined],
    ['9'.repeat(400), undefined],
    ['-5', undefined],
    ['1.5', undefined],
    ['soon', undefined],
    ['', undefined],
    ['Fri, 20 Nov 2026 09:31:30 GMT', 90_000],
    ['Fri, 20 Nov 2026 09:29:00 GMT', undefined],
    ['Sat, 20 Nov 2027 09:29:00 GMT', undefined],
  ])('of %j is %j ms', (value, waitMs) => {
    expect(retryAfterMs({ 'retry-after': value, date })).toBe(waitMs)
  })

  it('that is a date is measured by our clock when the answer has none, and ignored without either', () => {
    const headers = { 'retry-after': 'Fri, 20 Nov 2026 09:31:30 GMT' }
    expect(retryAfterMs(headers, Date.parse(date))).toBe(90_000)
    expect(retryAfterMs(headers)).toBeUndefined()
  })
})

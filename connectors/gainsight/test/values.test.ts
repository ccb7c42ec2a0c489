import { describe, expect, it } from 'vitest'
import { isNo, momentIn, numberIn, textIn } from '../src/values.ts'

describe('values', () => {
  it.each([
    [1_795_068_000_000, '2026-11-19T06:00:00.000Z'],
    ['1795068000000', '2026-11-19T06:00:00.000Z'],
    ['2026-11-19T06:00:00Z', '2026-11-19T06:00:00.000Z'],
    ['2026-11-19T07:00:00.000+01:00', '2026-11-19T06:00:00.000Z'],
    ['2026-11-19 06:00:00.0', '2026-11-19T06:00:00.000Z'],
    ['2026-11-19T06:00:00', '2026-11-19T06:00:00.000Z'],
    ['2026-11-19', '2026-11-19T00:00:00.000Z'],
    ['', null],
    [null, null],
    [undefined, null],
    ['soon', null],
    ['9'.repeat(30), null],
    [{}, null],
  ])('read %j as the moment %j', (value, moment) => {
    expect(momentIn(value)).toBe(moment)
  })

  it.each([
    [80, 80],
    ['80.5', 80.5],
    [' ', null],
    ['n/a', null],
    [Number.POSITIVE_INFINITY, null],
    [true, null],
  ])('read %j as the number %j', (value, number) => {
    expect(numberIn(value)).toBe(number)
  })

  it('count empty text and other things as no text', () => {
    expect([' Acme ', '', '  ', null, {}, 7].map(textIn)).toEqual(['Acme', null, null, null, null, '7'])
  })

  it('take only a no for a no', () => {
    expect([false, 'false', 'False ', true, null, undefined, 0, ''].map(isNo)).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
      false,
      false,
    ])
  })
})

import { describe, expect, it } from 'vitest'
import { isFailedFormula, readDay, readEmail, readLanguages, readUrl } from '../src/cells.ts'

const failed = ['#REF!', '#N/A', '#VALUE!', '#NAME?', '#DIV/0!', '#NULL!', '#NUM!', '#ERROR!', 'Loading...']
const rejected = { isRejected: true }
const empty = { isRejected: false }

describe('a cell', () => {
  it('that is empty says nothing', () => {
    for (const cell of [undefined, null, '', '  ']) {
      for (const read of [readDay, readEmail, readLanguages, readUrl]) expect(read(cell)).toEqual(empty)
    }
  })

  it('whose formula failed is rejected, whatever it should have been', () => {
    for (const cell of failed) {
      expect(isFailedFormula(cell)).toBe(true)
      for (const read of [readDay, readEmail, readLanguages, readUrl]) expect(read(cell)).toEqual(rejected)
    }
  })

  it('holds a day, written out or as the sheet’s own number', () => {
    expect(readDay('2026-11-24')).toEqual({ value: '2026-11-24', isRejected: false })
    expect(readDay(46_350)).toEqual({ value: '2026-11-24', isRejected: false })
    expect(readDay(46_350.75)).toEqual({ value: '2026-11-24', isRejected: false })
    expect(readDay(' 2028-02-29 ').value).toBe('2028-02-29')
    expect(readDay(36_526).value).toBe('2000-01-01')
    expect(readDay(109_574).value).toBe('2199-12-31')
  })

  it('holds no day when it cannot be told which', () => {
    for (const cell of [
      '24.11.2026',
      '11/24/2026',
      '2026-02-30',
      '2026-13-01',
      '2026-1-2',
      'next week',
      20_261_124,
      109_575,
      12,
      -1,
      Number.NaN,
      true,
    ]) {
      expect(readDay(cell)).toEqual(rejected)
    }
  })

  it('holds languages by their tags, best first; words are left out and told', () => {
    expect(readLanguages('es, EN;pt-br ,, en')).toEqual({ value: ['es', 'en', 'pt-BR'], isRejected: false })
    expect(readLanguages('en, Klingon!')).toEqual({ value: ['en'], isRejected: true })
    expect(readLanguages('English')).toEqual(rejected)
    expect(readLanguages(true)).toEqual(rejected)
  })

  it('holds a web address only when it is one', () => {
    expect(readUrl(' https://book.northwind.example/a ').value).toBe('https://book.northwind.example/a')
    for (const cell of ['book.northwind.example/a', 'javascript:alert(1)', 'data:text/html,x', 'ask Sarah', 7])
      expect(readUrl(cell)).toEqual(rejected)
  })

  it('holds one e-mail', () => {
    expect(readEmail(' Rosa.Meyer@Northwind.example').value).toBe('rosa.meyer@northwind.example')
    for (const cell of ['Rosa', 'a@b.example, c@d.example', '<rosa@northwind.example>', 'rosa @northwind.example'])
      expect(readEmail(cell)).toEqual(rejected)
  })
})

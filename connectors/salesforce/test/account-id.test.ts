import { assert, constantFrom, property, string } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { accountId, recordId } from '../src/account-id.ts'

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const anyId15 = string({ unit: constantFrom(...letters.split('')), minLength: 12, maxLength: 12 }).map((rest) => `001${rest}`)

describe('an account id', () => {
  it('is completed with its suffix', () => {
    expect(accountId('001NwAcmeRobot1')).toBe('001NwAcmeRobot1IRA')
    expect(accountId('001NwKestrelSo4')).toBe('001NwKestrelSo4IBE')
    expect(accountId('001000000000000')).toBe('001000000000000AAA')
    expect(accountId('  001NwAcmeRobot1IRA ')).toBe('001NwAcmeRobot1IRA')
  })

  it('gets its capitals back when it lost its case on the way', () => {
    expect(accountId('001NWACMEROBOT1IRA')).toBe('001NwAcmeRobot1IRA')
    expect(accountId('001nwacmerobot1ira')).toBe('001NwAcmeRobot1IRA')
  })

  it('gets any capitals back', () => {
    assert(
      property(anyId15, (id15) => {
        const id = accountId(id15)
        expect(id?.slice(0, 15)).toBe(id15)
        expect(accountId(id?.toLowerCase() ?? '')).toBe(id)
        expect(accountId(id?.toUpperCase() ?? '')).toBe(id)
      }),
    )
  })

  it('is not something of another kind or shape', () => {
    for (const typed of [
      '',
      '001',
      '005NwSarahJenk1IBB',
      '001NwAcmeRobot1I',
      "001NwAcme' OR Id",
      '001NwAcmeRobot1IRA1',
      '001NwAcmeRobot1IR-',
      'ACME',
    ]) {
      expect(accountId(typed)).toBeUndefined()
    }
  })

  it('is refused when its suffix makes a capital of a digit, or is no suffix', () => {
    expect(accountId('001NwAcmeRobot1BRA')).toBeUndefined()
    expect(accountId('001NwAcmeRobot19RA')).toBeUndefined()
  })

  it('of another kind is completed all the same, for people', () => {
    expect(recordId('005NwSarahJenk1')).toBe('005NwSarahJenk1IBB')
  })
})

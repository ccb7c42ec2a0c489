import { parseQuery } from '@jetstreamapp/soql-parser-js'
import { describe, expect, it } from 'vitest'
import { accountsQuery, anyAccountQuery, parentTeamsQuery, teamsQuery } from '../src/account-queries.ts'
import { settings } from '../src/settings.ts'
import { reads } from '../src/fields.ts'
import { anyOf, containing, names, soql } from '../src/soql.ts'
import { hostileStrings } from './hostile-strings.ts'

const checked = settings.parse({ sign_in: { flow: 'jwt', client_id: 'a', username: 'b', key: 'c' } })

describe('a query', () => {
  it('escapes quotes and backslashes as the vendor asks, and writes control characters out', () => {
    expect(soql`SELECT Id FROM User WHERE Email = ${`o'br\\ien"\n\u0000`}`.text).toBe(
      String.raw`SELECT Id FROM User WHERE Email = 'o\'br\\ien\"\n\u0000'`,
    )
  })

  it('takes wildcards in a searched text literally', () => {
    expect(soql`Website LIKE ${containing(String.raw`100%_a\b'`)}`.text).toBe(String.raw`Website LIKE '%100\%\_a\\b\'%'`)
  })

  it('is never written with an empty list, which would select by accident', () => {
    expect(() => soql`SELECT Id FROM User WHERE Id IN ${[]}`).toThrow(/empty list/)
    expect(() => anyOf([])).toThrow(/no conditions/)
    expect(() => names([])).toThrow(/no names/)
  })

  it('has a length, and so has a value', () => {
    expect(() => soql`SELECT Id FROM User WHERE Email = ${'x'.repeat(4_001)}`).toThrow(/too long/)
    expect(() => soql`SELECT Id FROM User WHERE Email IN ${Array.from({ length: 30 }, () => 'x'.repeat(3_999))}`).toThrow(/too long/)
  })

  it('takes field names that are names, and whole numbers', () => {
    for (const name of ['Id; DELETE', 'Name FROM User--', 'a b', '', 'A..B', "Name'", '(SELECT Id FROM Contacts)']) {
      expect(() => names([name])).toThrow(/not a name/)
    }
    expect(() => soql`LIMIT ${1.5}`).toThrow(/whole number/)
    expect(names(['Parent.Owner.Email', 'ARR__c']).text).toBe('Parent.Owner.Email, ARR__c')
  })

  it('can be read by the vendor’s grammar in every form this connector sends', () => {
    const ids = ['001NwAcmeRobot1IRA', '001NwGlobexHol7IBC']
    const fieldsOf = (object: string): string[] =>
      reads(checked).flatMap((read) => (read.lookup === 'accounts' && read.object === object ? [read.field] : []))
    const [fields, teamFields] = [fieldsOf('Account'), fieldsOf('AccountTeamMember')]
    for (const query of [
      accountsQuery(ids, 5, fields),
      accountsQuery(ids, 1, fields),
      anyAccountQuery(fields),
      teamsQuery(ids, { fields: teamFields, labels: [] }),
      parentTeamsQuery(ids, { fields: teamFields, labels: ["Chief's CSM"] }),
    ]) {
      expect(() => parseQuery(query.text)).not.toThrow()
    }
    const longestPath = Math.max(
      ...accountsQuery(ids, 5, fields)
        .text.split(', ')
        .map((field) => field.split('.').length - 1),
    )
    expect(longestPath).toBe(5)
  })

  it('keeps its shape whatever stands in its values', (context) => {
    const hostile = hostileStrings()
    if (hostile.length === 0) context.skip('no hostile strings beside this repository')
    const shape = (value: string): unknown => {
      const query = soql`SELECT Id FROM User WHERE ${anyOf([soql`Email IN ${[value, 'b']}`, soql`Name LIKE ${containing(value)}`, soql`Name = ${value}`])} LIMIT 5`
      return JSON.parse(JSON.stringify(parseQuery(query.text)), (key, part: unknown) => (key === 'value' ? [part].flat().length : part))
    }
    const usual = shape('a@b.example')
    for (const value of [...hostile, "x\\' OR Name LIKE '%", 'x\\', "' OR Id != null OR Name = '", '\\'.repeat(7), "\\\\'", '\ud800']) {
      expect(shape(value.slice(0, 4_000))).toEqual(usual)
    }
  })
})

import { describe, expect, it } from 'vitest'
import { everythingOf } from '@cx-concierge/connector-kit/testkit'
import salesforce from '../src/index.ts'
import { groupTeams, toAccount, toPerson } from '../src/mapping.ts'
import { settings } from '../src/settings.ts'

const wanted = everythingOf(salesforce)
const { account: fields } = settings.parse({ sign_in: { flow: 'jwt', client_id: 'a', username: 'b', key: 'c' } }).fields
const id = '001NwAcmeRobot1IRA'

describe('an account', () => {
  it('is understood in every way its values may be written', () => {
    expect(
      toAccount(
        { Id: '001NwAcmeRobot1', ARR__c: '1200.50', Tags__c: ' VIP ;;Beta', BillingCountryCode: 'de', Name: ' ' },
        new Map(),
        fields,
        wanted,
      ),
    ).toMatchObject({
      id,
      arr: 1200.5,
      tags: ['VIP', 'Beta'],
      country: 'DE',
      name: null,
      status: null,
      roles: {},
    })
  })

  it('says nothing about a country that is no code, and that it has none when the field is empty', () => {
    expect(toAccount({ Id: id, BillingCountryCode: 'Germany' }, new Map(), fields, wanted)).not.toHaveProperty('country')
    expect(toAccount({ Id: id, BillingCountryCode: null }, new Map(), fields, wanted)).toHaveProperty('country', null)
  })

  it('has nothing where a number is no number', () => {
    for (const written of ['a lot', '', true, Number.NaN, null, undefined, {}]) {
      expect(toAccount({ Id: id, ARR__c: written }, new Map(), fields, wanted).arr).toBeNull()
    }
  })

  it('keeps its team by label, leaves members without one out, and dates an assignment when it can', () => {
    const member = { AccountId: id, UserId: '005NwSarahJenk1', User: null }
    const teams = groupTeams([
      { ...member, TeamMemberRole: 'CSM', CreatedDate: '2026-10-20T09:15:30.000+0000' },
      { ...member, TeamMemberRole: '__proto__', CreatedDate: 'yesterday' },
      { ...member, TeamMemberRole: '  ', CreatedDate: null },
    ])
    const { roles } = toAccount({ Id: id, OwnerId: '005NwPriyaNair4IBB', Owner: { Email: ' Priya@X.example ' } }, teams, fields, wanted)
    expect(roles).toEqual({
      owner: [{ id: '005NwPriyaNair4IBB', email: 'priya@x.example' }],
      'team.CSM': [{ id: '005NwSarahJenk1IBB', since: '2026-10-20T09:15:30.000Z' }],
      'team.__proto__': [{ id: '005NwSarahJenk1IBB' }],
    })
  })
})

describe('a person', () => {
  it('who was deactivated is inactive, frozen or not', () => {
    const row = { Id: '005NwSarahJenk1', Name: null, Title: null, Email: 'S@X.example', TimeZoneSidKey: null, IsActive: false }
    expect(toPerson(row, new Set(['005NwSarahJenk1IBB']), wanted)).toMatchObject({ email: 's@x.example', employment: 'inactive' })
    expect(toPerson({ ...row, IsActive: true }, new Set(['005NwSarahJenk1IBB']), wanted)).toMatchObject({ employment: 'frozen' })
  })

  it('without an address is nobody', () => {
    expect(
      toPerson({ Id: '005NwSarahJenk1', Name: 'x', Title: null, Email: null, TimeZoneSidKey: null, IsActive: true }, new Set(), wanted),
    ).toBeUndefined()
  })
})

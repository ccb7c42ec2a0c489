import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { northwind } from '@cx-concierge/sandbox'
import { call, contactOf, structured, type Answered } from './support/call.ts'
import { openStoryDesk, type StoryDesk } from './support/story-desk.ts'
import { sarah, withRecords, type Records } from './support/records.ts'
import { platform } from './support/tokens.ts'

const northwindCloud = (await northwind()) as Records

const weekMs = 7 * 24 * 3_600_000

let desk: StoryDesk
beforeAll(async () => {
  desk = await openStoryDesk()
  // past the one year with holidays in people.yaml
  desk.advance(8 * weekMs)
})
afterAll(() => desk[Symbol.asyncDispose]())

/** Asks on the same weekday and hour, when everything has to be read again. */
async function askWith(change: (company: Records) => void, tool = 'get_escalation_contact'): Promise<Answered> {
  desk.advance(weekMs)
  desk.company = withRecords(northwindCloud, change)
  return await call(desk.url, await desk.token(platform), tool, { account_id: '001NwAcmeRobot1IRA' })
}

describe('a field that does not fit on the card costs the field, never the answer', () => {
  test.each<readonly [string, (company: Records) => void]>([
    [
      'a booking link of 620 characters',
      (company) => sarah(company).booking('Booking link', `https://book.northwind.example/${'a'.repeat(590)}`),
    ],
    [
      'a booking link that grows when it is encoded',
      (company) => sarah(company).booking('Booking link', `https://book.northwind.example/${'日'.repeat(120)}`),
    ],
    ['a language tag of 46 characters', (company) => sarah(company).booking('Languages', 'en-aaaaaaaa-bbbbbbbb-cccccccc-dddddddd-eeeeeee')],
    ['an e-mail of 300 characters', (company) => sarah(company).user('Email', `${'x'.repeat(279)}@northwind.example`)],
    ['a name of 300 characters', (company) => sarah(company).user('Name', 'Sarah '.repeat(50))],
    ['a title of 300 characters', (company) => sarah(company).user('Title', 'Manager '.repeat(40))],
  ])('%s', async (_title, change) => {
    const answered = await askWith(change)
    expect(structured(answered)).toHaveProperty('status')
    expect(contactOf(answered)['name']).toMatch(/\p{L}/u)
  })

  test('long links of everybody on a team', async () => {
    const answered = await askWith((company) => {
      const rows = company.booking_sheet.rows
      for (const row of Object.values(rows)) row['Booking link'] = `https://book.northwind.example/${'a'.repeat(480)}`
      for (const user of Object.values(company.salesforce.User)) user['Title'] = 'Manager '.repeat(12)
      company.salesforce.AccountTeamMember['01M9'] = {
        AccountId: '001NwAcmeRobot1IRA',
        UserId: '005NwLenaFisch6IRA',
        TeamMemberRole: 'Onboarding Manager',
        CreatedDate: '2026-09-01',
      }
    }, 'get_account_team')
    expect(structured(answered)).toHaveProperty('status')
    expect(structured(answered)).toMatchObject({
      team: { csm: { state: 'filled' }, ae: { state: 'filled' }, onboarding: { state: 'filled' } },
    })
  })
})

describe('what people are really called', () => {
  test.each([
    ["Siobhán O'Brien-Núñez"],
    ['Maria D’Arcy'],
    ['Jean\u2011Luc Picard'],
    ['李小龙'],
    ['Nguyễn Thị Ánh'],
    ['Łukasz Żółć'],
    ['José Ángström-Müller, PhD'],
    ['Anne-Marie St. John (Amy)'],
    ['William "Bill" Smith'],
    ['Amélie Forget'],
    ['محمد علی'],
  ])('%s keeps their name', async (name) => {
    const answered = await askWith((company) => sarah(company).user('Name', name))
    expect(contactOf(answered)).toMatchObject({ name, email: 'sarah.jenkins@northwind.example' })
  })

  test.each([
    ['Sr. Manager, Customer Success (EMEA)'],
    ['Customer Success — Team Lead'],
    ["Responsable du Succès Client d'Europe"],
    ['カスタマーサクセス担当'],
    ['VP, Sales & Success / DACH'],
    ['Kundenbetreuer/in'],
    ['Assistant Vice President, Customer Success'],
  ])('%s keeps their title', async (title) => {
    const answered = await askWith((company) => sarah(company).user('Title', title))
    expect(contactOf(answered)).toMatchObject({ name: 'Sarah Jenkins', title })
  })

  test.each([
    ['Asia/Kolkata'],
    ['Asia/Ho_Chi_Minh'],
    ['America/Argentina/Buenos_Aires'],
    ['America/Indiana/Indianapolis'],
    ['Europe/Kyiv'],
    ['Asia/Yangon'],
    ['GMT'],
    ['Pacific/Pago_Pago'],
  ])('somebody in %s is known to be at work or not', async (zone) => {
    const answered = await askWith((company) => sarah(company).user('TimeZoneSidKey', zone, 'Timezone'))
    expect(contactOf(answered)).toMatchObject({ name: 'Sarah Jenkins', timezone: zone })
    expect(structured(answered)['availability']).toMatchObject({ state: expect.stringMatching(/^(?:available|out_of_hours)$/) })
  })
})

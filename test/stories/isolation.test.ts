import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { northwind } from '@cx-concierge/sandbox'
import { call, structured } from './support/call.ts'
import { withRecords, type Records } from './support/records.ts'
import { openStoryDesk, type StoryDesk } from './support/story-desk.ts'
import { acmesAssistant, colleague, platform, type TokenClaims } from './support/tokens.ts'

const globex = '001NwGlobexHol7IBC'
const tool = 'get_escalation_contact'
/** Another customer, with every way of naming it: a number, a contact, a website and an older account that went into it. */
const company = withRecords((await northwind()) as Records, ({ salesforce }) => {
  const account = salesforce.Account[globex]
  if (account === undefined) throw new Error('Globex is gone')
  account['AccountNumber'] = '77001'
  salesforce.Contact['003G'] = { Email: 'hank@globex.example', AccountId: globex }
  salesforce.Account['001NwGlobexOld1IBC'] = {
    ...account,
    Id: '001NwGlobexOld1IBC',
    AccountNumber: null,
    IsDeleted: true,
    MasterRecordId: globex,
  }
})

let desk: StoryDesk
beforeAll(async () => {
  desk = await openStoryDesk({ company })
})
afterAll(() => desk[Symbol.asyncDispose]())

/** The whole reply, without what differs from call to call. */
async function bytes(claims: TokenClaims, args: object): Promise<string> {
  const { raw } = await call(desk.url, await desk.token(claims), tool, args)
  return raw.replaceAll(/dec_[a-z]+/g, 'dec_')
}

describe('a customer’s assistant learns nothing of another customer', () => {
  const ways: readonly (readonly [string, object])[] = [
    ['its id of 18 characters', { account_id: globex }],
    ['its id of 15 characters', { account_id: globex.slice(0, 15) }],
    ['its id in lower case', { account_id: globex.toLowerCase() }],
    ['its account number', { account_id: '77001' }],
    ['the id of an account that was merged into it', { account_id: '001NwGlobexOld1IBC' }],
    ['the id of its subsidiary', { account_id: '001NwGlobexUkL9IBK' }],
    ['a topic besides', { account_id: globex, topic: 'urgent_outage', preferred_language: 'de' }],
  ]

  test.each(ways)('naming it by %s gets the bytes of an account that does not exist', async (_way, args) => {
    const nothing = await bytes(acmesAssistant, { account_id: '001NwNobody0000' })
    expect(nothing).toContain('"status":"not_found"')
    const before = await bytes(acmesAssistant, args)
    expect(before).toBe(nothing)
    // the same once another caller has made the desk learn everything about it
    expect(structured(await call(desk.url, await desk.token(platform), tool, args))).toMatchObject({ status: 'ok' })
    expect(await bytes(acmesAssistant, args)).toBe(nothing)
  })

  test.each([['hank@globex.example'], ['stranger@globex.example'], ['stranger@nobody-knows.example'], ['hank@gmail.com']])(
    'naming it by the address %s gets the same bytes as any other address that is not the customer’s own',
    async (email) => {
      const own = await bytes(acmesAssistant, { email: 'jane.doe@acme-robotics.example' })
      expect(own).toContain('"account_id":"001NwAcmeRobot1IRA"')
      const other = await bytes(acmesAssistant, { email: 'bob@acme-robotics.example' })
      expect(other).toContain('"status":"identity_unverified"')
      expect(await bytes(acmesAssistant, { email })).toBe(other)
    },
  )

  test('a token without accounts may name none by id', async () => {
    const { accountIds: _accounts, ...unbound } = acmesAssistant
    const nothing = await bytes(unbound, { account_id: '001NwNobody0000' })
    for (const account_id of [globex, '77001', '001NwAcmeRobot1IRA', '12345']) expect(await bytes(unbound, { account_id })).toBe(nothing)
  })

  test('the refusal is told to the audit record alone', async () => {
    const answered = structured(await call(desk.url, await desk.token(acmesAssistant), tool, { account_id: globex }))
    const audits = await desk.gateway.store.audits({ limit: 50 })
    const audit = audits.find(({ decisionId }) => decisionId === answered['decision_id'])
    expect(audit).toMatchObject({ flags: ['denied_other_account'], subject: 'acme-assistant' })
    expect(JSON.stringify(answered)).not.toContain('denied')
  })

  test('nobody’s candidates are listed except to staff', async () => {
    const args = { email: 'stranger@kestrel.example' }
    const forPlatform = await bytes(platform, args)
    expect(forPlatform).toContain('"status":"ambiguous"')
    expect(forPlatform).not.toMatch(/Kestrel|001NwKestrel/)
    expect(await bytes(colleague, args)).toContain('001NwKestrelSo4IBE')
    expect(await bytes(platform, args)).toBe(forPlatform)
  })

  test('three customers who ask at once with the same request id each get their own answer', async () => {
    const customers = ['001NwAcmeRobot1IRA', globex, '001NwIrisBankA1IRI'].map((id) => ({
      id,
      claims: { audience: 'customer' as const, scopes: ['cx.route'], accountIds: [id], subject: id },
    }))
    const asked = customers.flatMap((own) => customers.map((other) => ({ own, other })))
    for (let round = 0; round < 5; round += 1) {
      desk.advance(16 * 60_000)
      await Promise.all(
        asked.map(async ({ own, other }) => {
          const answer = structured(await call(desk.url, await desk.token(own.claims), tool, { account_id: other.id }))
          expect(answer['account_id']).toBe(own === other ? own.id : undefined)
        }),
      )
    }
  })
})

describe('an address nobody vouched for', () => {
  const unvouched: TokenClaims = { ...platform, customerVerified: false }

  test('gets the same bytes whether the company is known or not, also while systems are down', async () => {
    const unknown = await bytes(unvouched, { email: 'x@nobody-knows.example' })
    expect(unknown).toContain('"status":"identity_unverified"')
    const known = ['jane.doe@acme-robotics.example', 'hank@globex.example', 'sam@consult.example', 'x@kestrel.example', 'x@gmail.com']
    for (const email of known) expect(await bytes(unvouched, { email })).toBe(unknown)
    await desk.backends.get('salesforce')?.down()
    for (const email of known) expect(await bytes(unvouched, { email })).toBe(unknown)
    await desk.backends.get('salesforce')?.up()
  })

  test('makes the desk ask no backend', async () => {
    for (const backend of desk.backends.values()) backend.resetStats()
    await bytes(unvouched, { email: 'new.address@acme-robotics.example' })
    await bytes({ ...acmesAssistant, emailVerified: false }, { email: 'jane.doe@acme-robotics.example' })
    expect([...desk.backends.values()].map((backend) => backend.stats().requests)).toEqual([0, 0, 0, 0])
  })
})

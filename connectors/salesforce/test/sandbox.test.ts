import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { signedIn, type SignedIn } from './signed-in.ts'
import { northwind } from './northwind.ts'

let organisation: SignedIn
beforeAll(async () => {
  organisation = await signedIn({ data: () => northwind, pageSize: 2 })
})
afterAll(() => organisation.close())

describe('the pretend organisation', () => {
  it.each([
    ["SELECT Id FROM Account WHERE Name = 'ACME robotics'", 1],
    ["SELECT Id FROM Account WHERE Id = '001NwAcmeRobot1'", 1],
    ["SELECT Id FROM Account WHERE Id = '001nwacmerobot1'", 0],
    ["SELECT Id FROM Account WHERE Name LIKE 'globex%' AND (NOT Name LIKE '%europe')", 2],
    ["SELECT Id FROM Account WHERE Name LIKE 'Globex%' AND Name != 'Globex Europe'", 2],
    ["SELECT Id FROM Account WHERE Parent.Parent.Name = 'Globex Holdings'", 1],
    ["SELECT Id FROM Account WHERE Owner.Email = 'priya.nair@northwind.example'", 2],
    ["SELECT Id FROM Account WHERE ParentId = null AND (Type = 'Customer' OR Name = 'Look Alike')", 3],
    ['SELECT Id FROM Account WHERE ARR__c > 1000', 1],
    ["SELECT Id FROM Contact WHERE AccountId IN (SELECT Id FROM Account WHERE Name LIKE 'Globex%')", 1],
    ["SELECT Id FROM Contact WHERE AccountId NOT IN (SELECT Id FROM Account WHERE Name LIKE 'Globex%') AND AccountId != null", 3],
    ["SELECT Id FROM User WHERE Email IN ('LENA.fischer@northwind.example', 'nobody@northwind.example')", 2],
    ["SELECT Id FROM User WHERE Name LIKE '%\\\\%%'", 0],
    ['SELECT UserId FROM UserLogin WHERE IsFrozen = true', 1],
  ])('selects as Salesforce does: %s', async (query, count) => {
    expect((await organisation.query(query)).body).toMatchObject({ totalSize: count })
  })

  it('keeps deleted records to those who ask for all', async () => {
    const query = "SELECT Id, MasterRecordId FROM Account WHERE Name LIKE '%(dup)'"
    expect((await organisation.query(query)).body).toMatchObject({ totalSize: 0 })
    expect((await organisation.query(query, 'queryAll')).body).toMatchObject({
      totalSize: 1,
      records: [{ MasterRecordId: '001NwAcmeRobot1IRA' }],
    })
  })

  it('writes rows as Salesforce does', async () => {
    const { body } = await organisation.query("SELECT Id, Tags__c, Parent.Name, Owner.Email FROM Account WHERE Name = 'Acme Robotics'")
    expect(body).toMatchObject({
      done: true,
      records: [
        {
          attributes: { type: 'Account', url: '/services/data/v68.0/sobjects/Account/001NwAcmeRobot1IRA' },
          Tags__c: 'VIP;Beta',
          Parent: null,
          Owner: { attributes: { type: 'User' }, Email: 'priya.nair@northwind.example' },
        },
      ],
    })
  })

  it.each([
    ['SELECT Id, Nope__c FROM Account', 400, 'INVALID_FIELD'],
    ['SELECT Id, Nope.Name FROM Account', 400, 'INVALID_FIELD'],
    ['SELECT Id FROM Nope', 400, 'INVALID_TYPE'],
    ['SELECT FROM Account', 400, 'MALFORMED_QUERY'],
    [String.raw`SELECT Id FROM Account WHERE Name = 'a\qb'`, 400, 'MALFORMED_QUERY'],
    [String.raw`SELECT Id FROM Account WHERE Name = 'a\_b'`, 400, 'MALFORMED_QUERY'],
    ["SELECT Id FROM Account WHERE Name = 'a' AND Name = 'b' OR Name = 'c'", 400, 'MALFORMED_QUERY'],
    ["SELECT Id FROM Contact WHERE Email = 'a' OR AccountId IN (SELECT Id FROM Account)", 400, 'MALFORMED_QUERY'],
    [
      'SELECT Id FROM Contact WHERE AccountId IN (SELECT Id FROM Account WHERE ParentId IN (SELECT Id FROM Account))',
      400,
      'MALFORMED_QUERY',
    ],
    ['SELECT Id FROM Contact WHERE AccountId IN (SELECT Parent.Id FROM Account)', 400, 'MALFORMED_QUERY'],
    ['SELECT Parent.Parent.Parent.Parent.Parent.Owner.Email FROM Account', 400, 'MALFORMED_QUERY'],
    ['', 400, 'MALFORMED_QUERY'],
  ])('refuses what Salesforce refuses: %s', async (query, status, errorCode) => {
    expect(await organisation.query(query)).toMatchObject({ status, body: [{ errorCode }] })
  })

  it('hands out long results page by page, each once by its locator', async () => {
    const names: unknown[] = []
    let answer = await organisation.query('SELECT Name FROM User')
    for (;;) {
      const page = answer.body as { records: { Name: string }[]; done: boolean; nextRecordsUrl?: string }
      names.push(...page.records.map((record) => record.Name))
      if (page.done) break
      answer = await organisation.get(page.nextRecordsUrl ?? '')
    }
    expect(names).toEqual(Object.values(northwind.User).map((user) => user.Name))
    expect(await organisation.get('/services/data/v68.0/query/01gNope-2000')).toMatchObject({
      status: 400,
      body: [{ errorCode: 'INVALID_QUERY_LOCATOR' }],
    })
  })

  it('takes at most five queries in one composite request', async () => {
    const part = (index: number) => ({ method: 'GET', url: '/services/data/v68.0/query?q=SELECT+Id+FROM+User', referenceId: `r${index}` })
    expect(await organisation.composite(Array.from({ length: 6 }, (_, index) => part(index)))).toMatchObject({ status: 400 })
    const { body } = await organisation.composite([part(1), { ...part(2), method: 'DELETE' }])
    expect(body).toMatchObject({ compositeResponse: [{ httpStatusCode: 200, referenceId: 'r1' }, { httpStatusCode: 405 }] })
  })

  it('describes its objects, counts its calls and knows nobody without a session', async () => {
    expect((await organisation.get('/services/data/v68.0/sobjects/Account/describe')).body).toMatchObject({
      name: 'Account',
      fields: expect.arrayContaining([expect.objectContaining({ name: 'OwnerId', relationshipName: 'Owner', referenceTo: ['User'] })]),
    })
    expect(await organisation.get('/services/data/v68.0/sobjects/Nope/describe')).toMatchObject({ status: 404 })
    expect((await organisation.get('/services/data/v68.0/limits')).body).toMatchObject({ DailyApiRequests: { Max: 100_000 } })
    expect((await organisation.get('/services/data/v68.0/limits')).limitInfo).toMatch(/^api-usage=\d+\/100000$/)
    expect(await organisation.get('/services/data/v68.0/limits', 'Bearer 00D!forged')).toMatchObject({
      status: 401,
      body: [{ errorCode: 'INVALID_SESSION_ID' }],
    })
  })
})

import { expect, test } from 'vitest'
import { northwind } from '@cx-concierge/sandbox'
import { call, structured, type Answered } from './support/call.ts'
import { withRecords, type Records } from './support/records.ts'
import { openStoryDesk, type StoryDesk } from './support/story-desk.ts'
import { acmesAssistant, platform, type TokenClaims } from './support/tokens.ts'

const oldId = '001NwAcmeOldRe5IRE'
const survivor = { status: 'ok', account_id: '001NwAcmeRobot1IRA', contact: { name: 'Sarah Jenkins' } }
const northwindCloud = (await northwind()) as Records
const binEmptied = withRecords(northwindCloud, ({ salesforce }) => {
  delete salesforce.Account[oldId]
})

async function ask(desk: StoryDesk, claims: TokenClaims = platform): Promise<Answered> {
  return await call(desk.url, await desk.token(claims), 'get_escalation_contact', { account_id: oldId })
}

test('an account that was merged away leads to its survivor, also after the recycle bin was emptied and after a restart', async () => {
  await using desk = await openStoryDesk()
  expect(structured(await ask(desk))).toMatchObject(survivor)
  desk.company = binEmptied
  desk.advance(61 * 60_000)
  expect(structured(await ask(desk))).toMatchObject(survivor)
  await desk.restart()
  expect(structured(await ask(desk))).toMatchObject(survivor)
  expect(structured(await ask(desk, acmesAssistant))).toMatchObject(survivor)
})

test('a desk that never saw the merge says that it does not know the account', async () => {
  await using desk = await openStoryDesk({ company: binEmptied })
  expect(structured(await ask(desk))).toMatchObject({ status: 'not_found' })
})

test('a customer whose token still names the merged-away account reaches the survivor by id', async () => {
  await using desk = await openStoryDesk()
  expect(structured(await ask(desk, { ...acmesAssistant, accountIds: [oldId] }))).toMatchObject(survivor)
})

test('a merge of a merge is followed across restarts, one step remembered from each time', async () => {
  const older = '001NwAcmeOlder1IRA'
  const twice = withRecords(northwindCloud, ({ salesforce }) => {
    salesforce.Account[older] = { ...salesforce.Account[oldId], Id: older, MasterRecordId: oldId }
  })
  await using desk = await openStoryDesk({ company: twice })
  const askOlder = async () => structured(await call(desk.url, await desk.token(platform), 'get_escalation_contact', { account_id: older }))
  expect(await askOlder()).toMatchObject(survivor)
  desk.company = binEmptied
  await desk.restart()
  expect(await askOlder()).toMatchObject(survivor)
})

import { expect, test } from 'vitest'
import { call, contactOf } from './support/call.ts'
import { openStoryDesk, type StoryDesk } from './support/story-desk.ts'
import { platform } from './support/tokens.ts'

const allowed = 2
const inSmallPages = { deadlineMs: 15_000, backendsWith: { salesforce: { pageSize: 1 } } }
const withAllowance = (text: string): string => text.replace('calls: [20000/day]', `calls: [${allowed}/minute]`)

/** What was asked of Salesforce, sign-ins aside. */
const questionsTo = ({ backends }: StoryDesk): readonly unknown[] =>
  (backends.get('salesforce')?.seen() ?? []).filter(({ url }) => !url.startsWith('/services/oauth2/'))

async function questionsForOneTeam(edit: (text: string) => string): Promise<number> {
  await using desk = await openStoryDesk({ ...inSmallPages, edit })
  await call(desk.url, await desk.token(platform), 'get_account_team', { account_id: '001NwAcmeRobot1IRA' })
  return questionsTo(desk).length
}

test('a system that answers in ever more pages is asked no more often than is allowed', async () => {
  expect(await questionsForOneTeam((text) => text)).toBeGreaterThan(allowed)
  expect(await questionsForOneTeam(withAllowance)).toBe(allowed)
})

test('and whoever asks meanwhile is still sent to somebody', async () => {
  await using desk = await openStoryDesk({ ...inSmallPages, edit: withAllowance })
  const token = await desk.token(platform)
  for (const account of ['001NwAcmeRobot1IRA', '001NwGlobex00002IA', '001NwInitech0003IA']) {
    const answered = await call(desk.url, token, 'get_escalation_contact', { account_id: account })
    expect(contactOf(answered)).toMatchObject({ email: expect.stringContaining('@northwind.example') })
  }
  expect(questionsTo(desk)).toHaveLength(allowed)
})

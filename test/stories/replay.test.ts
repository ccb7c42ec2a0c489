import { describe, expect, test } from 'vitest'
import type { Caller, DecisionBody } from '@cx-concierge/contract'
import { decide, snapshotOf, type Question } from '@cx-concierge/core'
import { call, structured } from './support/call.ts'
import { openStoryDesk, storyMoment, type StoryDesk } from './support/story-desk.ts'
import { knownColleague, platform } from './support/tokens.ts'

/** Whoever replays is not the caller, but sees what their audience would. */
const replaying = (audience: Caller['audience']): Caller => ({
  issuer: 'replay',
  subject: 'replay',
  client: 'replay',
  audience,
  scopes: new Set(['cx.route.any']),
  emailVerified: false,
  customerVerified: true,
})

/** A decision as it was recorded, and as it comes out when it is made again from nothing but its record. */
async function replay(
  desk: StoryDesk,
  answer: Readonly<Record<string, unknown>>,
): Promise<{ readonly recorded: unknown; readonly again: unknown }> {
  const record = await desk.gateway.desk.explain(String(answer['decision_id']), knownColleague)
  if (record === undefined) throw new Error('the decision was not recorded')
  const { body: recorded, at } = record
  const { account_id: accountId, language, roles } = recorded
  const question: Question = {
    tool: recorded.tool as Question['tool'],
    caller: replaying(recorded.audience),
    topic: recorded.topic ?? 'general',
    ...(accountId === undefined ? {} : { accountId }),
    ...(language === undefined ? {} : { language }),
    ...(roles === undefined ? {} : { roles }),
  }
  const again = decide(question, snapshotOf(recorded.snapshot), desk.config.policy, at)
  if (again.state !== 'decided') throw new Error(`the snapshot lacks ${JSON.stringify(again.needs)}`)
  const { message, availability, contact } = again.decision
  const said = { agent_message: message, availability, contact }
  return {
    recorded: { ...withoutWay(recorded), ...pick(answer, Object.keys(said)) },
    // what never existed has no value in JSON
    again: JSON.parse(JSON.stringify({ ...withoutWay(again.decision.body), ...said })),
  }
}

/** How the account was named is not part of what is made again: a record keeps no customer's address. */
function withoutWay({ matched_by: _way, ...body }: DecisionBody): object {
  return body
}

const pick = (from: Readonly<Record<string, unknown>>, keys: readonly string[]): object =>
  Object.fromEntries(Object.entries(from).filter(([key]) => keys.includes(key)))

const questions: readonly (readonly [string, string, object])[] = [
  ['an account’s own contact', 'get_escalation_contact', { account_id: '001NwAcmeRobot1IRA' }],
  ['an outage', 'get_escalation_contact', { account_id: '12345', topic: 'urgent_outage' }],
  ['a language', 'get_escalation_contact', { account_id: '001NwCobaltHea3IBC', preferred_language: 'sv' }],
  ['an address', 'get_escalation_contact', { email: 'jane.doe@acme-robotics.example' }],
  ['a subsidiary', 'get_escalation_contact', { account_id: '001NwGlobexUkL9IBK' }],
  ['a former customer', 'get_escalation_contact', { account_id: '001NwHalcyonMe0IBE' }],
  ['a team', 'get_account_team', { account_id: '001NwJuniperLb2IBE', roles: ['csm', 'onboarding'] }],
  ['health', 'get_account_health', { account_id: '001NwIrisBankA1IRI' }],
]

describe('a recorded decision comes out the same when it is made again', () => {
  test.each(questions)('%s', async (_title, tool, args) => {
    await using desk = await openStoryDesk()
    const answered = structured(await call(desk.url, await desk.token(platform), tool, args))
    const { recorded, again } = await replay(desk, answered)
    expect(again).toEqual(recorded)
  })

  test('with a backend down and old facts used', async () => {
    await using desk = await openStoryDesk()
    const ask = async () => structured(await call(desk.url, await desk.token(platform), 'get_escalation_contact', { account_id: '12345' }))
    await ask()
    for (const name of ['gainsight', 'booking_sheet']) await desk.backends.get(name)?.down()
    desk.advance(2 * 3_600_000)
    const answered = await ask()
    expect(answered).toMatchObject({ status: 'degraded', freshness: { state: 'stale' } })
    const { recorded, again } = await replay(desk, answered)
    expect(again).toEqual(recorded)
  })

  test('after a restart', async () => {
    await using desk = await openStoryDesk()
    const answered = structured(await call(desk.url, await desk.token(platform), 'get_escalation_contact', { account_id: '12345' }))
    await desk.restart()
    const { recorded, again } = await replay(desk, answered)
    expect(again).toEqual(recorded)
  })

  test('also when the working day ended while the question was being answered', async () => {
    const endOfDay = storyMoment + 7 * 3_600_000
    let started: number | undefined
    // stands still a moment before 17:00 in New York until the question comes, then runs
    const now = (): number => endOfDay - 60 + (started === undefined ? 0 : Math.floor(performance.now() - started))
    await using desk = await openStoryDesk({ now })
    desk.backends.get('salesforce')?.fail({ kind: 'slow', delayMs: 60 })
    const token = await desk.token(platform)
    started = performance.now()
    const answered = structured(await call(desk.url, token, 'get_escalation_contact', { account_id: '12345' }))
    expect(answered).toMatchObject({ availability: { state: 'available' } })
    const { recorded, again } = await replay(desk, answered)
    expect(again).toEqual(recorded)
  })
})

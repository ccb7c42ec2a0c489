import { describe, expect, it } from 'vitest'
import { call, contactOf } from './support/call.ts'
import { openStoryDesk, type StoryDesk } from './support/story-desk.ts'
import { colleague, platform } from './support/tokens.ts'

/** Everything all pretend backends were asked, as text. */
const asked = (desk: StoryDesk): string =>
  [...desk.backends.values()].flatMap((backend) => backend.seen().map(({ url, body }) => `${url} ${body}`)).join('\n')

/** Rules that look at nothing of an account but its tags. */
const plainRules = `rules:
  - id: vip
    label: Board-level accounts go to Maria
    when: { account.tags: has VIP }
    send_to: [person maria.ortiz@northwind.example, role ae]
  - id: everyone-else
    label: Everybody else goes to the account executive
    send_to: [role ae, pool support-247]
`

/** The usual files without any rule, tool or card field that needs revenue, health, lifecycle, team or picture. */
function frugal(text: string, file: string): string {
  if (file === 'routing.yaml') {
    return text
      .replace(/^rules:\n[\s\S]*?\n(?=last_resort:)/m, `${plainRules}\n`)
      .replace(/^regions:\n(?: +.*\n)+/m, '')
      .replace('prefer_active: true', 'prefer_active: false')
      .replace('use_top_parent', 'ask')
      .replace('account.name: { from: [salesforce, gainsight] }', 'account.name: { from: [salesforce] }')
      .replace('ae: { from: [salesforce owner], inherit_from_parent: true }', 'ae: { from: [salesforce owner] }')
  }
  if (file === 'access.yaml')
    return text
      .replace(/^ {2}get_account_(?:team|health):.*\n(?: {4}.*\n)+/gm, '')
      .replace(/about: anyone/g, 'about: own')
      .replace('headshot_url, ', '')
      .replace('title, ', '')
  return text
}

const unneeded =
  /\b(?:ARR|ARR__c|CurrentScore|ScoreModifiedDate|LifecycleStage|Status|Segment__c|Type|Title|AccountTeamMember|ParentId|BillingCountryCode|Csm)\b/

describe('a desk whose rules need little', () => {
  it('never names revenue, health, life cycle, teams or titles to a backend, and asks nobody in vain', async () => {
    await using desk = await openStoryDesk({ edit: frugal })
    const token = await desk.token(platform)
    const answered = await call(desk.url, token, 'get_escalation_contact', { account_id: '001NwAcmeRobot1IRA' })
    await call(desk.url, token, 'get_escalation_contact', { email: 'jane.doe@acme-robotics.example' })
    await call(desk.url, await desk.token(colleague), 'get_escalation_contact', { account_id: '12345', topic: 'urgent_outage' })

    expect(contactOf(answered)).toMatchObject({ name: expect.any(String) as string })
    expect(contactOf(answered)).not.toHaveProperty('title')
    expect(asked(desk)).toContain('Tags__c')
    expect(asked(desk)).not.toMatch(unneeded)
    // Gainsight knows nothing that a rule looks at: it is asked about colleagues, never about an account
    expect(
      desk.backends
        .get('gainsight')
        ?.seen()
        .map(({ url }) => url),
    ).toEqual(['/v1/data/objects/query/GsUser'])
    expect(desk.backends.get('headshots')?.stats().requests).toBe(0)
  })

  it('names every one of them where the rules do need them', async () => {
    await using desk = await openStoryDesk()
    const token = await desk.token(colleague)
    await call(desk.url, token, 'get_escalation_contact', { account_id: '001NwAcmeRobot1IRA' })
    const words = asked(desk)
    for (const field of ['ARR', 'ARR__c', 'CurrentScore', 'LifecycleStage', 'Segment__c', 'Title', 'AccountTeamMember', 'Csm']) {
      expect(words).toMatch(new RegExp(`\\b${field}\\b`))
    }
    // of account teams, only the roles that somebody is sent to
    expect(words).toContain("TeamMemberRole IN ('CSM', 'Onboarding Manager')")
    expect(desk.backends.get('headshots')?.stats().requests).toBeGreaterThan(0)
  })
})

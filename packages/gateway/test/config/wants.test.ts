import { describe, expect, test } from 'vitest'
import { wantedOf, type Policy, type Want } from '@cx-concierge/core'
import type { Wanted } from '@cx-concierge/contract'
import { loadWith, type Edit } from './support/load.ts'

interface After {
  readonly wants: readonly Want[]
  readonly policy: Policy
  readonly crm: Wanted
  readonly sheet: Wanted
}

async function after(...edits: readonly Edit[]): Promise<After> {
  const { config, faults } = await loadWith(edits)
  if (!config) throw new Error(JSON.stringify(faults))
  const { wants, policy } = config
  return { wants, policy, crm: wantedOf(wants, 'crm'), sheet: wantedOf(wants, 'sheet') }
}

const rule = 'when: { account.segment: Gold }'

describe('of a system is wanted', () => {
  test('what rules, roles, cards and hours need, and nothing else', async () => {
    const { crm, sheet } = await after()
    // the segment may be told by revenue; a former account is passed over for an active one
    expect(crm.accounts?.toSorted()).toEqual(['arr', 'roles.owner', 'segment', 'status'])
    expect(crm.people).toEqual(['name', 'timezone'])
    expect(sheet).toEqual({ coverage: ['outOfOffice', 'backupEmail', 'languages'] })
  })

  test('the country where tokens can be limited to regions, and nowhere else', async () => {
    const country: Edit = [
      'routing.yaml',
      'account.arr: { from: [crm] }',
      'account.arr: { from: [crm] }\n  account.country: { from: [crm] }',
    ]
    const listed: Edit = ['people.yaml', 'role: manager\n', 'role: manager\n    choose: listed_order\n']
    expect((await after(country, listed)).crm.accounts).toContain('country')
    expect((await after(country, listed, ['routing.yaml', 'regions: { EMEA: [DE, GB] }\n', ''])).crm.accounts).not.toContain('country')
  })

  test('an attribute as soon as a rule asks for it, in a line or in an expression', async () => {
    expect((await after(['routing.yaml', rule, 'when: { account.tags: has VIP }'])).crm.accounts).toContain('tags')
    expect((await after(['routing.yaml', rule, `if: '"VIP" in account.tags'`])).crm.accounts).toContain('tags')
    expect((await after()).crm.accounts).not.toContain('tags')
  })

  test('no revenue when neither a rule nor the segment is decided by it', async () => {
    const { crm } = await after(['routing.yaml', 'account.segment: { from: [crm, by_arr] }', 'account.segment: { from: [crm] }'])
    expect(crm.accounts).not.toContain('arr')
  })

  test('no holder of a role nobody is sent to, unless the team may be asked for', async () => {
    const nobody: Edit = ['routing.yaml', 'send_to: [role owner, pool crew]', 'send_to: [pool crew]']
    expect((await after(nobody)).crm.accounts).not.toContain('roles.owner')
    const team = 'tools:\n  get_account_team: { service: { needs: [cx.route], about: own } }'
    expect((await after(nobody, ['access.yaml', 'tools:', team])).crm.accounts).toContain('roles.owner')
  })

  test('no title, booking link or picture that no card shows', async () => {
    const { crm, sheet } = await after(['access.yaml', 'show: [kind, name, email]', 'show: [kind, name, email, title, booking_url]'])
    expect(crm.people).toContain('title')
    expect(sheet.coverage).toContain('bookingUrl')
    expect((await after()).sheet.coverage).not.toContain('bookingUrl')
  })

  test('no way of finding accounts that is not among the steps of identification', async () => {
    const found = 'identify: { account_ids_of: crm }'
    const { crm } = await after(['routing.yaml', found, 'identify: { account_ids_of: crm, by_email: [email_domain] }'])
    expect(crm).not.toHaveProperty('accountsByContact')
  })

  test('nothing at all when no tool is on', async () => {
    const { wants } = await after(['access.yaml', 'get_escalation_contact:\n', 'get_escalation_contact:\n    on: false\n'])
    expect(wants).toEqual([])
  })
})

test('of each thing wanted it is said which lines of the configuration need it', async () => {
  const { wants } = await after()
  const why = (part: string): readonly string[] | undefined => wants.find((want) => want.part === part)?.why
  expect(why('segment')).toEqual(['rule gold'])
  expect(why('arr')).toEqual(['segments_by_arr'])
  expect(why('roles.owner')).toEqual(['rule gold'])
  expect(why('languages')).toEqual(['pool crew'])
})

test('a policy counts on no more of a system than is asked of it', async () => {
  const { policy } = await after()
  expect(policy.sources.get('crm')?.provides.attributes?.toSorted()).toEqual(['arr', 'segment', 'status'])
})

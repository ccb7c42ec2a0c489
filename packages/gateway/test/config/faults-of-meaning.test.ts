import { describe, expect, test } from 'vitest'
import { cases } from './support/cases.ts'
import { faultAt, outcomeOf } from './support/expect-fault.ts'

describe('a word that stands for something elsewhere must stand for something', () => {
  cases([
    [
      'a scope a tool needs',
      ['access.yaml', 'needs: [cx.route], about: own', 'needs: [¶cx.rout], about: own'],
      { where: 'tools.get_escalation_contact.customer.needs[0]', what: /there is no scope "cx.rout"/, hint: /did you mean "cx.route"\?/ },
    ],
    [
      'a scope that lifts a limit',
      ['access.yaml', 'any_account_with: [cx.route.any]', 'any_account_with: [¶cx.route.all]'],
      { where: 'tools.get_escalation_contact.service.any_account_with[0]', what: /there is no scope "cx.route.all"/ },
    ],
    [
      'a scope that is covered',
      ['access.yaml', 'covers: [cx.route]', 'covers: [¶cx.roote]'],
      { where: 'scopes.cx.route.any.covers[0]', what: /there is no scope "cx.roote"/ },
    ],
    [
      'a scope that covers itself around a corner',
      ['access.yaml', 'means: ask who is responsible }', 'means: ask who is responsible, covers: [¶cx.route.any] }'],
      { where: 'scopes.cx.route.covers[0]', what: /covers cx.route already/ },
    ],
    [
      'a pool',
      ['routing.yaml', 'pool crew', '¶pool crow'],
      { where: 'rules[0].send_to[1]', what: /there is no pool "crow"/, hint: /did you mean "crew"\?/ },
    ],
    [
      'a role',
      ['routing.yaml', '[role owner,', '[¶role ownr,'],
      { where: 'rules[0].send_to[0]', what: /there is no role "ownr"/, hint: /did you mean "owner"\?/ },
    ],
    [
      'a duty',
      ['routing.yaml', 'send_to: [duty manager]', 'send_to: [¶duty manger]'],
      { where: 'rules[1].send_to[0]', what: /there is no duty "manger"/, hint: /did you mean "manager"\?/ },
    ],
    ['a kind of link', ['routing.yaml', 'pool crew', '¶team crew'], { where: 'rules[0].send_to[1]', what: /is no link of a chain/ }],
    [
      'a chain without links',
      ['routing.yaml', 'send_to: [duty manager]', 'send_to: ¶[]'],
      { where: 'rules[1].send_to', what: /leads to nobody/ },
    ],
    [
      'a last resort that is no pool',
      ['routing.yaml', 'last_resort: pool desk', 'last_resort: ¶duty manager'],
      { where: 'last_resort', what: /must be a pool/ },
    ],
    [
      'a last resort that is not there',
      ['routing.yaml', 'last_resort: pool desk', 'last_resort: ¶pool disk'],
      { where: 'last_resort', what: /there is no pool "disk"/, hint: /"desk"/ },
    ],
    [
      'a last resort that sleeps',
      ['routing.yaml', 'last_resort: pool desk', 'last_resort: ¶pool crew'],
      { where: 'last_resort', what: /is not always on/ },
    ],
    [
      'a role while systems are down',
      ['routing.yaml', 'down: [duty manager]', 'down: [¶role owner]'],
      { where: 'when_systems_are_down[0]', what: /cannot be read when the systems are down/ },
    ],
    [
      'a word of a fact',
      ['routing.yaml', 'account.segment: Gold }', 'account.segment: ¶Golden }'],
      { where: 'rules[0].when.account.segment', what: /account\.segment is never "Golden"/, hint: /did you mean "Gold"\?/ },
    ],
    [
      'one of several words',
      ['routing.yaml', 'account.segment: Gold }', 'account.segment: [Gold, ¶Silber] }'],
      { where: 'rules[0].when.account.segment[1]', what: /never "Silber"/, hint: /"Silver"/ },
    ],
    [
      'a system’s word instead of ours',
      ['routing.yaml', 'account.segment: Gold }', 'account.status: ¶Churn }'],
      { where: 'rules[0].when.account.status', what: /never "Churn"/, hint: /"churned"/ },
    ],
    [
      'a topic',
      ['routing.yaml', 'account.segment: Gold }', 'topic: ¶bills }'],
      { where: 'rules[0].when.topic', what: /topic is never "bills"/ },
    ],
    [
      'a region',
      ['routing.yaml', 'account.segment: Gold }', 'account.region: ¶EMAE }'],
      { where: 'rules[0].when.account.region', what: /never "EMAE"/ },
    ],
    [
      'a system',
      ['routing.yaml', 'account.arr: { from: [crm] }', 'account.arr: { from: [¶crn] }'],
      { where: 'facts.account.arr.from[0]', what: /"crn" is not a connector/, hint: /did you mean "crm"\?/ },
    ],
    [
      'a system that does not know',
      ['routing.yaml', 'account.arr: { from: [crm] }', 'account.arr: { from: [¶sheet, crm] }'],
      { where: 'facts.account.arr.from[0]', what: /sheet does not know account\.arr/, hint: /crm can/ },
    ],
    ['a system’s role', ['routing.yaml', 'crm owner', '¶crm boss'], { where: 'roles.owner.from[0]', what: /crm has no role "boss"/ }],
    ['a place of a role', ['routing.yaml', 'crm owner', '¶crm'], { where: 'roles.owner.from[0]', what: /is not a place of a role/ }],
    [
      'a word that means two things',
      ['routing.yaml', 'active: [Customer]', 'active: [Customer, ¶churn]'],
      { where: 'facts.account.status.means.active[1]', what: /"churn" already means churned/ },
    ],
    [
      'a country of two regions',
      ['routing.yaml', 'EMEA: [DE, GB]', 'EMEA: [DE, GB], APAC: [¶DE]'],
      { where: 'regions.APAC[0]', what: /DE is already in EMEA/ },
    ],
    [
      'whose ids they are',
      ['routing.yaml', 'account_ids_of: crm', 'account_ids_of: ¶sheet'],
      { where: 'identify.account_ids_of', what: /"sheet" is not a connector with account ids/ },
    ],
    [
      'who knows people',
      ['routing.yaml', 'people_details: { from: [crm] }', 'people_details: { from: [¶sheet] }'],
      { where: 'people_details.from[0]', what: /not a connector that knows people/ },
    ],
    [
      'somebody on duty',
      ['people.yaml', 'who: ann@acme.example', 'who: ¶bob@acme.example'],
      { where: 'duty.manager.shifts[0].who', what: /is not listed under people/ },
    ],
    [
      'a region of a swap',
      [
        'people.yaml',
        'role: manager',
        'role: manager\n    swaps: [{ region: ¶EMAE, who: ann@acme.example, from: 2026-11-24T13:00Z, to: 2026-11-24T15:00Z }]',
      ],
      { where: 'duty.manager.swaps[0].region', what: /no shift has the region "EMAE"/ },
    ],
    [
      'a calendar',
      ['people.yaml', 'name: Ann,', 'name: Ann, calendar: ¶FR,'],
      { where: 'people.ann@acme.example.calendar', what: /there is no calendar "FR"/ },
    ],
    [
      'a time zone of two calendars',
      ['people.yaml', '\npeople:', '\n  AT: { time_zones: [¶Europe/Berlin] }\npeople:'],
      { where: 'calendars.AT.time_zones[0]', what: /already has the calendar DE/ },
    ],
    [
      'a pool that shows a member and has none',
      ['people.yaml', 'pools:', 'pools:\n  spare: ¶{ name: Spare, show: member, email: spare@acme.example }'],
      { where: 'pools.spare', what: /shows a member but has none/ },
    ],
    [
      'two rules of one name',
      ['routing.yaml', '- id: rest', '- id: ¶gold'],
      { where: 'rules[1].id', what: /there is another rule "gold"/ },
    ],
  ])

  test('segments by revenue without bounds', async () => {
    const outcome = await outcomeOf([
      ['routing.yaml', 'account.segment: { from: [crm, by_arr] }', 'account.segment: { from: ¶[crm, by_arr] }'],
      ['routing.yaml', 'segments_by_arr: { Gold: 1000, Silver: 0 }\n', ''],
    ])
    expect(outcome).toMatchObject(faultAt(outcome, { where: 'facts.account.segment.from', what: /segments_by_arr is empty/ }))
  })
})

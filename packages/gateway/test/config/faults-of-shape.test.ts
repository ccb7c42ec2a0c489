import { describe, expect, test } from 'vitest'
import { loadWith } from './support/load.ts'
import { cases } from './support/cases.ts'

test('the sound files have no fault at all', async () => {
  const { config, faults } = await loadWith([])
  expect(faults).toEqual([])
  expect(config?.policy.routing.rules.map(({ id }) => id)).toEqual(['gold', 'rest'])
  expect(config?.sources.map(({ name }) => name)).toEqual(['crm', 'sheet'])
})

describe('a key that is not known is refused at its place, with the nearest that is', () => {
  cases([
    [
      'at the top',
      ['routing.yaml', 'last_resort: pool desk', 'last_resort: pool desk\n¶last_resrt: pool desk'],
      { where: 'last_resrt', what: /"last_resrt" is not a key here/, hint: /did you mean "last_resort"\?/ },
    ],
    [
      'in a rule',
      ['routing.yaml', 'label: Everybody else', 'label: Everybody else\n    ¶sendto: [pool desk]'],
      { where: 'rules[1].sendto', what: /not a key/, hint: /"send_to"/ },
    ],
    [
      'in a condition',
      ['routing.yaml', 'account.segment: Gold }', 'account.segment: Gold, ¶account.segmnt: Gold }'],
      { where: 'rules[0].when.account.segmnt', what: /not a key/, hint: /"account\.segment"/ },
    ],
    [
      'in a pool',
      ['people.yaml', 'always_on: true }', 'always_on: true, ¶alwayson: true }'],
      { where: 'pools.desk.alwayson', what: /not a key/, hint: /"always_on"/ },
    ],
    [
      'in a shift',
      ['people.yaml', 'when: always,', 'when: always, ¶zone: x,'],
      { where: 'duty.manager.shifts[0].zone', what: /not a key/ },
    ],
    [
      'in a connection',
      ['connectors.yaml', 'timeout: 500ms', 'timeout: 500ms\n    ¶retries: 3'],
      { where: 'connectors.crm.retries', what: /not a key/ },
    ],
    [
      'in a connector’s own settings',
      ['connectors.yaml', 'key:', '¶api_keys: 1, key:'],
      { where: 'connectors.crm.settings.api_keys', what: /not a key/, hint: /key/ },
    ],
    [
      'among the tools',
      ['access.yaml', 'tools:\n', 'tools:\n  ¶get_escalation_contacts: { customer: { needs: [cx.route], about: own } }\n'],
      { where: 'tools.get_escalation_contacts', what: /not a key/, hint: /"get_escalation_contact"/ },
    ],
  ])
})

describe('a value of the wrong kind is refused', () => {
  cases([
    [
      'a length of time',
      ['connectors.yaml', 'timeout: 500ms', 'timeout: ¶half a second'],
      { where: 'connectors.crm.timeout', what: /is not a length of time; write it like 400ms/ },
    ],
    [
      'a bare number for a length of time',
      ['connectors.yaml', 'timeout: 500ms', 'timeout: ¶500'],
      { where: 'connectors.crm.timeout', what: /500 is not/ },
    ],
    ['no time at all', ['connectors.yaml', 'timeout: 500ms', 'timeout: ¶0ms'], { where: 'connectors.crm.timeout', what: /./ }],
    [
      'a number of calls',
      ['connectors.yaml', '50/minute', '¶50 per minute'],
      { where: 'connectors.crm.calls[0]', what: /is not a number of calls/ },
    ],
    ['no calls at all', ['connectors.yaml', '50/minute', '¶0/minute'], { where: 'connectors.crm.calls[0]', what: /./ }],
    [
      'more calls than the vendor allows',
      ['connectors.yaml', '50/minute', '¶500/minute'],
      { where: 'connectors.crm.calls[0]', what: /more than the vendor allows \(100\)/ },
    ],
    [
      'a threshold',
      ['connectors.yaml', 'timeout: 500ms', 'breaker: { open_when: ¶often, try_again_after: 30s }'],
      { where: 'connectors.crm.breaker.open_when', what: /is not a threshold/ },
    ],
    ['hours', ['people.yaml', 'Mon-Fri 09:00-17:00', '¶Mon-Fri 9 to 5'], { where: 'working_hours', what: /is not a time in the week/ }],
    [
      'a day of the week',
      ['people.yaml', 'Mon-Fri 09:00-17:00', '¶Mon-Fry 09:00-17:00'],
      { where: 'working_hours', what: /"Fry" is not a day/ },
    ],
    [
      'a time of day',
      ['people.yaml', 'Mon-Fri 09:00-17:00', '¶Mon-Fri 09:00-25:00'],
      { where: 'working_hours', what: /"25:00" is not a time of day/ },
    ],
    [
      'hours without length',
      ['people.yaml', 'Mon-Fri 09:00-17:00', '¶Mon-Fri 09:00-09:00'],
      { where: 'working_hours', what: /starts and ends at the same time/ },
    ],
    [
      'a time zone',
      ['people.yaml', 'time_zone: Europe/Berlin }', 'time_zone: ¶Europe/Munich }'],
      { where: 'people.ann@acme.example.time_zone', what: /"Europe\/Munich" is not a time zone/ },
    ],
    ['a day', ['people.yaml', '2026-12-25', '¶2026-02-30'], { where: 'calendars.DE.days[0]', what: /is not a day/ }],
    [
      'an address',
      ['people.yaml', 'email: desk@acme.example', 'email: ¶desk'],
      { where: 'pools.desk.email', what: /is not an e-mail address/ },
    ],
    [
      'an address outside the company',
      ['people.yaml', 'email: crew@acme.example', 'email: ¶crew@other.example'],
      { where: 'pools.crew.email', what: /outside the company’s e-mail domains/ },
    ],
    [
      'a link',
      ['people.yaml', 'name: Desk,', 'name: Desk, booking_url: ¶"http://book.acme.example/x",'],
      { where: 'pools.desk.booking_url', what: /is not an https address/ },
    ],
    [
      'a link that leads elsewhere',
      ['people.yaml', 'name: Desk,', 'name: Desk, booking_url: ¶"https://elsewhere.example/x",'],
      { where: 'pools.desk.booking_url', what: /not among link_hosts/ },
    ],
    [
      'one of a few words',
      ['people.yaml', 'show: team', 'show: ¶teem'],
      { where: 'pools.desk.show', what: /"teem" is not possible here/, hint: /did you mean "team"\?/ },
    ],
    ['a country', ['routing.yaml', '[DE, GB]', '[DE, ¶Germany]'], { where: 'regions.EMEA[1]', what: /is not a country code/ }],
    ['a comparison', ['routing.yaml', '"< 50"', '¶"below 50"'], { where: 'health.at_risk', what: /is not a comparison/ }],
    [
      'a swap that ends before it begins',
      [
        'people.yaml',
        'role: manager',
        'role: manager\n    swaps: [{ region: EMEA, who: ann@acme.example, from: 2026-11-24T13:00Z, to: ¶2026-11-24T12:00Z }]',
      ],
      { where: 'duty.manager.swaps[0].to', what: /is not after from/ },
    ],
    [
      'a moment without an offset',
      [
        'people.yaml',
        'role: manager',
        'role: manager\n    swaps: [{ region: EMEA, who: ann@acme.example, from: ¶"2026-11-24T13:00", to: 2026-11-24T15:00Z }]',
      ],
      { where: 'duty.manager.swaps[0].from', what: /is not a moment/ },
    ],
    [
      'fresh for longer than usable',
      ['routing.yaml', 'fresh_for: 15m', 'fresh_for: ¶48h'],
      { where: 'freshness.default.fresh_for', what: /longer than usable_for/ },
    ],
    [
      'a host with a path',
      ['access.yaml', '[desk.acme.example]', '[¶"https://desk.acme.example"]'],
      { where: 'served_as[0]', what: /is not a host name/ },
    ],
    [
      'both ways to a key set',
      ['access.yaml', '- { issuer', '- ¶{ jwks_file: x, issuer'],
      { where: 'tokens.issuers[0]', what: /exactly one of jwks_url, jwks_file and introspection/ },
    ],
    [
      'a card field that is never to be shown',
      ['access.yaml', 'cards: { show', 'cards: ¶{ never: [email], show'],
      { where: 'cards', what: /listed under never/ },
    ],
    [
      'a tool without a scope',
      ['access.yaml', 'needs: [cx.route]', 'needs: ¶[]'],
      { where: 'tools.get_escalation_contact.customer.needs', what: /at least one scope/ },
    ],
    [
      'a customer’s assistant that may ask about others',
      ['access.yaml', 'about: own', 'about: ¶anyone'],
      { where: 'tools.get_escalation_contact.customer.about', what: /"anyone" is not possible here/, hint: /own/ },
    ],
    [
      'a tool for nobody',
      ['access.yaml', 'tools:\n', 'tools:\n  get_account_team: ¶{ on: true }\n'],
      { where: 'tools.get_account_team', what: /is for nobody/ },
    ],
    [
      'a setting of a connector',
      ['connectors.yaml', 'key:', 'mode: ¶reed, key:'],
      { where: 'connectors.crm.settings.mode', what: /"reed" is not possible here/, hint: /did you mean "read"\?/ },
    ],
    ['a number of a connector', ['connectors.yaml', 'key:', 'pages: ¶5000, key:'], { where: 'connectors.crm.settings.pages', what: /./ }],
    [
      'a way to sign in that there is not',
      ['connectors.yaml', 'key:', 'sign_in: { flow: ¶tokn }, key:'],
      { where: 'connectors.crm.settings.sign_in.flow', what: /"tokn" is not possible here/, hint: /token/ },
    ],
    [
      'a name that is none',
      ['people.yaml', 'pools:', 'pools:\n  ¶spare!: { name: Spare, show: team, email: spare@acme.example }'],
      { where: 'pools.spare!', what: /is not a name; use letters, digits, - and _/ },
    ],
    ['an edition nobody knows', ['people.yaml', 'version: 1', 'version: ¶2'], { where: 'version', what: /2 is not possible here/ }],
    [
      'something missing',
      ['routing.yaml', '- id: rest\n    label: Everybody else\n', '- ¶id: rest\n'],
      { where: 'rules[1].label', what: /"label" is missing/ },
    ],
  ])
})

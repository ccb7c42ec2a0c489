/** The least each file can hold: stands in for a required block that is unusable, so that the rest can still be checked. */
export const skeletons = {
  'connectors.yaml': { version: 1, connectors: {} },
  'people.yaml': { version: 1, working_hours: 'always', pools: {} },
  'routing.yaml': {
    version: 1,
    change: { id: 'unknown' },
    rules: [{ id: 'unknown', label: 'unknown', send_to: ['pool unknown'] }],
    last_resort: 'pool unknown',
    facts: {},
    roles: {},
    people_details: { from: ['unknown'] },
    freshness: { default: { fresh_for: '1m', usable_for: '1m' } },
    identify: { account_ids_of: 'unknown' },
  },
  'access.yaml': {
    version: 1,
    company: { name: 'unknown', email_domains: ['unknown.invalid'] },
    backend_hosts: {},
    tokens: {
      audience: 'https://unknown.invalid',
      issuers: [{ issuer: 'https://unknown.invalid', jwks_file: '-', algorithms: ['RS256'] }],
    },
    served_as: ['unknown.invalid'],
    scopes: {},
    tools: {},
    cards: { show: ['name'] },
  },
} as const satisfies Record<string, Readonly<Record<string, unknown>>>

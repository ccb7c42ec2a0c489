import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { cases } from './support/cases.ts'
import { soundFiles } from './support/company.ts'
import { loadTexts, loadWith } from './support/load.ts'

const page = readFileSync(new URL('../../../../docs/sign-in.md', import.meta.url), 'utf8')
const examples = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text = '']) => text)
const secrets = { env: { CRM_KEY: 'planted-secret-value', INTROSPECTION_SECRET: 's3cret' }, readFile: () => 'a key in PEM' }
const withTokens = (tokens: string) => ({
  ...soundFiles,
  'access.yaml': soundFiles['access.yaml'].replace(/tokens:\n[\s\S]*?(?=served_as:)/, () => tokens),
})

describe('every example of the page on sign-in can be used', () => {
  test.each(examples.map((text, index) => [index, text] as const))('example %i', async (_index, text) => {
    const { config, faults } = await loadTexts(withTokens(text), { secrets })
    expect(faults).toEqual([])
    expect(config?.access.tokens.audience).toBe('https://concierge.northwind.example/mcp')
  })

  test('and they mean what the page says of them', async () => {
    const loaded = await Promise.all(examples.map((text) => loadTexts(withTokens(text), { secrets })))
    const name = 'https://login.northwind.example'
    const url = `${name}/oauth2/introspect`
    const jwksUrl = `${name}/.well-known/jwks.json`
    expect(loaded.map(({ config }) => config?.issuers)).toEqual([
      [{ issuer: name, jwksUrl, algorithms: ['RS256', 'ES256'] }],
      [{ issuer: name, introspection: { url, clientId: 'concierge-desk', clientSecret: 's3cret' } }],
      [{ issuer: name, introspection: { url, clientId: 'concierge-desk', privateKey: 'a key in PEM', algorithm: 'ES256' } }],
      [],
      [{ issuer: name, jwksUrl, algorithms: ['ES256'] }],
    ])
    const { api_keys: apiKeys, dpop } = loaded[3]?.config?.access.tokens ?? {}
    expect([apiKeys, dpop]).toEqual([{ file: '/var/lib/concierge/api-keys.json' }, 'refuse'])
    expect(loaded[4]?.config?.access.tokens.dpop).toBe('accept')
  })
})

const sound = '{ issuer: "https://login.acme.example", jwks_url: "https://login.acme.example/jwks", algorithms: [RS256] }'
const asked = 'introspection: { url: "https://login.acme.example/ask", client_id: desk, client_secret: hush }'

describe('what could not be safe, or not work, is a fault', () => {
  cases([
    [
      'keys and introspection for one issuer',
      ['access.yaml', sound, `¶{ issuer: "https://login.acme.example", jwks_file: keys.json, ${asked} }`],
      { where: 'tokens.issuers[0]', what: /exactly one of jwks_url, jwks_file and introspection/ },
    ],
    [
      'keys without algorithms',
      ['access.yaml', sound, '¶{ issuer: "https://login.acme.example", jwks_file: keys.json }'],
      { where: 'tokens.issuers[0]', what: /needs algorithms/ },
    ],
    [
      'algorithms that nobody would read',
      ['access.yaml', sound, `¶{ issuer: "https://login.acme.example", algorithms: [RS256], ${asked} }`],
      { where: 'tokens.issuers[0]', what: /only with them/ },
    ],
    [
      'a symmetric algorithm',
      ['access.yaml', '[RS256]', '[¶HS256]'],
      { where: 'tokens.issuers[0].algorithms[0]', what: /"HS256" is not possible here/ },
    ],
    [
      'two issuers that could have issued an opaque token',
      [
        'access.yaml',
        `issuers:\n    - ${sound}`,
        `issuers:\n    - { issuer: "https://a.example", ${asked} }\n    - { issuer: "https://b.example", ${asked} }`,
      ],
      { where: 'tokens', what: /two issuers with introspection/ },
    ],
    ['an issuer twice', ['access.yaml', sound, `${sound}\n    - ${sound}`], { where: 'tokens', what: /names an issuer twice/ }],
    [
      'no way to prove who asks',
      ['access.yaml', sound, '{ issuer: "https://a.example", introspection: ¶{ url: "https://a.example/ask", client_id: desk } }'],
      { where: 'tokens.issuers[0].introspection', what: /exactly one of client_secret and private_key/ },
    ],
    [
      'a private key without its algorithm',
      [
        'access.yaml',
        sound,
        '{ issuer: "https://a.example", introspection: ¶{ url: "https://a.example/ask", client_id: desk, private_key: x } }',
      ],
      { where: 'tokens.issuers[0].introspection', what: /needs algorithm with private_key/ },
    ],
    [
      'introspection in the clear',
      [
        'access.yaml',
        sound,
        '{ issuer: "https://a.example", introspection: { url: ¶"http://a.example/ask", client_id: desk, client_secret: x } }',
      ],
      { where: 'tokens.issuers[0].introspection.url', what: /is not an https address/ },
    ],
    [
      'API keys where only bound tokens are taken',
      ['access.yaml', 'tokens:\n', 'tokens:\n  api_keys: { file: keys.json }\n  dpop: require\n'],
      { where: 'tokens', what: /cannot go with dpop: require/ },
    ],
    [
      'another word for DPoP',
      ['access.yaml', 'tokens:\n', 'tokens:\n  dpop: ¶accepted\n'],
      { where: 'tokens.dpop', what: /not possible/, hint: /"accept"/ },
    ],
  ])

  test('nobody to believe', async () => {
    const { config, errors } = await loadTexts(withTokens('tokens:\n  audience: https://desk.acme.example/mcp\n'))
    expect(config).toBeUndefined()
    expect(errors).toMatchObject([{ where: 'tokens', what: 'needs issuers or api_keys' }])
  })

  test('a secret that is missing, at its place', async () => {
    const issuer =
      '{ issuer: "https://a.example", introspection: { url: "https://a.example/ask", client_id: desk, client_secret: "${env:NOT_SET}" } }'
    const { config, errors } = await loadWith([['access.yaml', sound, issuer]])
    expect(config).toBeUndefined()
    expect(errors).toMatchObject([
      { where: 'tokens.issuers[0].introspection.client_secret', what: 'the environment variable NOT_SET is not set' },
    ])
  })
})

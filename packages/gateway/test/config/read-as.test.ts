import { describe, expect, test } from 'vitest'
import { faultAt, outcomeOf, type Expected } from './support/expect-fault.ts'
import { loadWith, type Edit } from './support/load.ts'

const plainIssuer = '{ issuer: "https://login.acme.example", jwks_url: "https://login.acme.example/jwks", algorithms: [RS256] }'
const withExchange = (block: string): Edit => ['access.yaml', plainIssuer, plainIssuer.replace(' }', `, token_exchange: ${block} }`)]
const exchanging = withExchange('{ url: "https://login.acme.example/token", client_id: desk, client_secret: "${env:CRM_KEY}" }')
const asCaller = (lines: string): Edit => ['connectors.yaml', '    use: crm\n', `    use: crm\n${lines}`]
const target = '    exchange: { audience: crm-api, scope: [api] }\n'

test('a system is read with its own sign-in unless something else is said', async () => {
  const { config } = await loadWith([])
  expect(config?.sources.map(({ exchange }) => exchange)).toEqual([undefined, undefined])
})

test('a system that is read as caller is told for which tokens callers’ tokens are exchanged, and where', async () => {
  const { config, faults } = await loadWith([exchanging, asCaller(`    read_as: caller\n${target}`)])
  expect(faults).toEqual([])
  expect(config?.sources[0]?.exchange).toEqual({ audience: 'crm-api', scope: ['api'] })
  expect(config?.policy.sources.get('crm')?.readAsCaller).toBe(true)
  expect(config?.tokenExchanges.get('https://login.acme.example')).toEqual({
    url: 'https://login.acme.example/token',
    clientId: 'desk',
    clientSecret: 'planted-secret-value',
  })
})

describe('reading as caller is refused', () => {
  const list: readonly (readonly [string, readonly Edit[], Expected])[] = [
    [
      'for a system that cannot',
      [exchanging, ['connectors.yaml', '    use: sheet\n', `    use: sheet\n    read_as: ¶caller\n${target}`]],
      { where: 'connectors.sheet.read_as', what: /sheet cannot be read with the callers’ own rights/ },
    ],
    [
      'for one that cannot with these settings',
      [exchanging, asCaller(`    read_as: ¶caller\n${target}`), ['connectors.yaml', 'CRM_KEY}" }', 'CRM_KEY}", mode: browse }']],
      { where: 'connectors.crm.read_as', what: /as it is set up/, hint: /README/ },
    ],
    [
      'where it is not said for what tokens are exchanged',
      [exchanging, asCaller('    read_as: ¶caller\n')],
      { where: 'connectors.crm.read_as', what: /needs exchange/, hint: /audience/ },
    ],
    [
      'when it is only half said',
      [asCaller(target.replace('{', '¶{'))],
      { where: 'connectors.crm.exchange', what: /only with read_as: caller/ },
    ],
  ]

  test.each(list)('%s', async (_title, edits, expected) => {
    const outcome = await outcomeOf(edits)
    expect(outcome).toMatchObject(faultAt(outcome, expected))
    expect(outcome.errors).toHaveLength(1)
  })

  test('where it is said of neither audience nor resource', async () => {
    const { errors, marks } = await loadWith([exchanging, asCaller('    read_as: caller\n    exchange: ¶{ scope: [api] }\n')])
    expect(errors.find(({ where }) => where === 'connectors.crm.exchange')).toMatchObject({
      ...marks[0],
      what: 'needs audience or resource',
    })
  })

  test('where no issuer exchanges tokens', async () => {
    const { errors } = await loadWith([asCaller(`    read_as: caller\n${target}`)])
    expect(errors).toMatchObject([{ file: 'access.yaml', where: 'tokens', what: 'no issuer exchanges tokens, and crm is read as caller' }])
  })
})

test('callers of an issuer without an exchange are warned of', async () => {
  const second = '\n    - { issuer: "https://other.example", jwks_url: "https://other.example/jwks", algorithms: [RS256] }'
  const [file, from, to] = exchanging
  const { warnings } = await loadWith([[file, from, to + second], asCaller(`    read_as: caller\n${target}`)])
  expect(warnings).toHaveLength(1)
  expect(warnings[0]).toMatchObject({ where: 'tokens.issuers[1]', what: expect.stringContaining('will find crm down') as string })
})

test('an exchange is proved by a secret or a key, exactly one, at an address that is safe', async () => {
  for (const block of [
    '{ url: "https://login.acme.example/token", client_id: desk }',
    '{ url: "https://login.acme.example/token", client_id: desk, client_secret: a, private_key: b, algorithm: ES256 }',
    '{ url: "http://login.acme.example/token", client_id: desk, client_secret: a }',
  ])
    expect((await loadWith([withExchange(block)])).errors).toHaveLength(1)
})

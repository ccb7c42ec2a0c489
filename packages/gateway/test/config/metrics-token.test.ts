import { expect, test } from 'vitest'
import { cases } from './support/cases.ts'
import { loadWith, type Edit } from './support/load.ts'

const withToken = (token: string): Edit => ['access.yaml', 'served_as:', `metrics: { token: ${token} }\nserved_as:`]
const long = 'a-token-that-nobody-guesses'
const secrets = { env: { CRM_KEY: 'planted-secret-value', METRICS_TOKEN: long }, readFile: () => long }

test.each(['"${env:METRICS_TOKEN}"', '"${file:/run/secrets/metrics}"'])('the metrics token may come from %s', async (reference) => {
  const { config, faults } = await loadWith([withToken(reference)], { secrets })
  expect([config?.metricsToken, config?.access.metrics.token, faults]).toEqual([long, JSON.parse(reference), []])
})

test.each([
  ['without one', []],
  ['where it is only checked that it could be read', [withToken('"${env:NOT_SET_ANYWHERE}"')]],
])('%s there is none', async (_, edits) => {
  const { config } = await loadWith(edits, { missingSecrets: 'warning' })
  expect(config).toBeDefined()
  expect(config?.metricsToken).toBeUndefined()
})

test.each([
  ['a metrics token', withToken(long), 'metrics.token'],
  [
    'a secret of the desk',
    [
      'access.yaml',
      'jwks_url: "https://login.acme.example/jwks", algorithms: [RS256]',
      'introspection: { url: "https://login.acme.example/ask", client_id: desk, client_secret: hush-hush }',
    ] satisfies Edit,
    'tokens.issuers[0].introspection.client_secret',
  ],
])('%s that stands in access.yaml itself is a warning that does not repeat it', async (_, edit, where) => {
  const { config, warnings } = await loadWith([edit])
  expect(config).toBeDefined()
  expect(warnings).toMatchObject([{ file: 'access.yaml', where, what: expect.stringMatching(/everybody who may read this file/) }])
  expect(JSON.stringify(warnings)).not.toMatch(/hush-hush|nobody-guesses/)
})

cases([
  ['a metrics token that can be guessed', withToken('¶secret'), { where: 'metrics.token', what: /too short/, hint: /openssl/ }],
  [
    'a metrics token that is missing',
    withToken('¶"${env:NOT_SET_ANYWHERE}"'),
    { where: 'metrics.token', what: /NOT_SET_ANYWHERE is not set/ },
  ],
])

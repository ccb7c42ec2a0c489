import { expect, test } from 'vitest'
import { cases } from './support/cases.ts'
import { loadWith, type Edit } from './support/load.ts'

const withKey = (key: string): Edit => ['access.yaml', 'served_as:', `shared_cache: { key: ${key} }\nserved_as:`]
const long = 'a-key-that-nobody-can-guess-or-try'
const secrets = { env: { CRM_KEY: 'planted-secret-value', CACHE_KEY: long }, readFile: () => long }

test.each(['"${env:CACHE_KEY}"', '"${file:/run/secrets/cache.key}"'])(
  'the key of what replicas share may come from %s',
  async (reference) => {
    const { config, faults } = await loadWith([withKey(reference)], { secrets })
    expect([config?.sharedKey?.reveal(), config?.access.shared_cache?.key, faults]).toEqual([long, JSON.parse(reference), []])
  },
)

test('without one there is none', async () => {
  expect((await loadWith([])).config?.sharedKey).toBeUndefined()
})

test('one that stands in access.yaml itself is a warning that does not repeat it', async () => {
  const { config, warnings } = await loadWith([withKey(long)])
  expect(config).toBeDefined()
  expect(warnings).toMatchObject([
    { file: 'access.yaml', where: 'shared_cache.key', what: expect.stringMatching(/everybody who may read this file/) },
  ])
  expect(JSON.stringify(warnings)).not.toContain(long)
})

cases([
  [
    'a key that can be guessed',
    withKey('¶a-key-of-31-characters-and-no-mo'.slice(0, 32)),
    { where: 'shared_cache.key', what: /too short to be a secret; 32 characters/, hint: /openssl/ },
  ],
  ['a key that is missing', withKey('¶"${env:NOT_SET_ANYWHERE}"'), { where: 'shared_cache.key', what: /NOT_SET_ANYWHERE is not set/ }],
  [
    'a shared cache without a key',
    ['access.yaml', 'served_as:', 'shared_cache: ¶{}\nserved_as:'],
    { where: 'shared_cache.key', what: /./ },
  ],
])

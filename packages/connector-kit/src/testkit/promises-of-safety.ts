import assert from 'node:assert/strict'
import { inspect } from 'node:util'
import { isAllowedHost } from '@cx-concierge/egress'
import { errorsInTrouble } from './errors-in-trouble.ts'
import { expectCode } from './expect-code.ts'
import type { ConnectorPromise } from './promise.ts'
import { secretValues } from './settings-tree.ts'
import { watchNetwork } from './watch-network.ts'
import { ask, askAll, casesOf } from './world.ts'

/** What a connector must never do. */
export const promisesOfSafety: readonly ConnectorPromise[] = [
  {
    title: 'touches only its own hosts',
    async run(world) {
      using network = watchNetwork()
      const connection = world.connect()
      await askAll(world, connection)
      await connection.check({ signal: AbortSignal.timeout(10_000) })
      const checked: unknown = world.connector.settings.parse(world.settings)
      const declared = world.connector.hosts(checked)
      const seen = [...network.hosts].toSorted()
      assert.deepEqual(
        seen.filter((host) => !isAllowedHost(host, declared)),
        [],
        'hosts reached and not declared',
      )
      assert.deepEqual(
        declared.filter((host) => !host.startsWith('*.') && !isAllowedHost(host, seen)),
        [],
        'hosts declared and not reached',
      )
    },
  },
  {
    title: 'refuses a host that is not on its list',
    async run(world) {
      for (const { name, known } of casesOf(world.trial)) {
        const keys = known.slice(0, 1).map(({ key }) => key)
        const reach = async (): Promise<unknown> => await ask(world.connect({ hosts: ['elsewhere.example'] }), name, keys)
        await expectCode('HOST_NOT_ALLOWED', reach)
      }
      assert.equal(world.backend.stats().requests, 0, 'requests sent')
    },
  },
  {
    title: 'leaks no secret into errors or logs',
    async run(world) {
      const secrets = secretValues(world.connector, world.settings).flatMap(tellingParts)
      const errors = await errorsInTrouble(world)
      const said = [...errors.map((error) => inspect(error, { depth: null, showHidden: true }) + asJson(error)), ...world.logLines]
      for (const text of said) {
        assert.ok(!secrets.some((secret) => text.includes(secret)), 'a secret is in an error or a log line')
      }
    },
  },
  {
    title: 'puts no address and no key into the words it shows',
    async run(world) {
      const keys = casesOf(world.trial).flatMap(({ known, unknown }) => [...known.map(({ key }) => key), ...unknown])
      const errors = await errorsInTrouble(world)
      const shown = [...errors.map((error) => error.message), ...world.logLines]
      for (const text of shown) {
        assert.doesNotMatch(text, /:\/\/|127\.0\.0\.1/, 'an address is shown')
        assert.ok(!keys.some((key) => key.length >= 4 && text.toLowerCase().includes(key.toLowerCase())), 'a key is shown')
      }
    },
  },
]

/** A key of several lines is known by any of them, and by its base64. */
function tellingParts(secret: string): string[] {
  const lines = secret.split(/\n|\\n/).filter((line) => line.length >= 8 && !line.startsWith('-----'))
  return [...lines, Buffer.from(secret).toString('base64')]
}

function asJson(error: Error): string {
  return `${JSON.stringify(error)} ${JSON.stringify(error.cause)}`
}

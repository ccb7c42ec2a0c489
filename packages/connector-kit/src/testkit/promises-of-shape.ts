import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { ConnectorPromise } from './promise.ts'
import { settingsTree } from './settings-tree.ts'
import { watchNetwork } from './watch-network.ts'

const looksSecret = /(?:^|_)(?:password|passphrase|secret|token|key|private_key)$/

// ends by itself only when the import left no socket, timer or server open
const importOnly = `
import { subscribe } from 'node:diagnostics_channel'
subscribe('net.client.socket', () => { throw new Error('opened a connection') })
await import(process.argv[1])
`

/** What can be seen of a connector before it is asked anything. */
export const promisesOfShape: readonly ConnectorPromise[] = [
  {
    title: 'opens nothing when imported',
    applies: (trial) => trial.entry !== undefined,
    async run({ trial }) {
      const args = ['--input-type=module', '--eval', importOnly, trial.entry ?? '']
      await promisify(execFile)(process.execPath, args, { timeout: 20_000 })
    },
  },
  {
    title: 'opens nothing when connected',
    async run(world) {
      using network = watchNetwork()
      world.connect()
      await sleep(20)
      assert.equal(network.connections(), 0, 'connections begun')
      assert.equal(world.backend.stats().requests, 0, 'requests sent')
    },
  },
  {
    title: 'refuses a setting it does not know, and describes every one it does',
    async run({ connector, settings }) {
      assert.ok(connector.settings.safeParse(settings).success, 'the settings of the trial are refused')
      const surprised = connector.settings.safeParse({ ...settings, no_such_setting: true })
      assert.equal(surprised.success, false, 'an unknown setting is let through')
      const { keys, open } = settingsTree(connector)
      assert.deepEqual(open, [], 'objects that let unknown settings through')
      assert.deepEqual(
        keys.filter((key) => !key.described).map((key) => key.path.join('.')),
        [],
        'settings without a description',
      )
    },
  },
  {
    title: 'marks its secrets',
    async run({ connector, trial }) {
      const { keys } = settingsTree(connector)
      const unmarked = keys.filter(({ path, secret }) => !secret && looksSecret.test(path.at(-1) ?? ''))
      assert.deepEqual(
        unmarked.map((key) => key.path.join('.')),
        [],
        'settings that look like secrets and are not marked',
      )
      if (trial.signIn !== undefined)
        assert.ok(
          keys.some((key) => key.secret),
          'signs in without any secret setting',
        )
    },
  },
  {
    title: 'answers every look-up it declares, and only those',
    async run(world) {
      const declared = [...world.connector.provides.lookups].toSorted()
      const { lookups } = world.connect()
      const answered = Object.entries(lookups).flatMap(([name, lookup]) => (lookup === undefined ? [] : [name]))
      assert.deepEqual(answered.toSorted(), declared)
      assert.deepEqual(Object.keys(world.trial.cases).toSorted(), declared, 'the trial must try every look-up')
    },
  },
]

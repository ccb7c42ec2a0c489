import assert from 'node:assert/strict'
import { fieldsFor, type FieldRead, type Wanted } from '@cx-concierge/contract'
import { everythingOf } from './everything-of.ts'
import type { ConnectorPromise } from './promise.ts'
import { ask, casesOf, type World } from './world.ts'

/** What a connector leaves where it is. */
export const promisesOfNeed: readonly ConnectorPromise[] = [
  {
    title: 'asks for nothing that is not wanted',
    async run(world) {
      const all = everythingOf(world.connector)
      const reads = world.connector.reads(world.connector.settings.parse(world.settings))
      for (const { lookup, word } of reads.filter(({ always }) => always !== true)) {
        const kept: Wanted = { [lookup]: (all[lookup] ?? []).filter((part) => part !== word) }
        const stillRead = fieldsFor(reads, kept).map(({ field }) => field)
        const spared = reads.filter((read) => read.lookup === lookup && read.word === word && !stillRead.includes(read.field))
        await askOnly(world, lookup, kept)
        const unwanted = spared.filter((read) => wasAsked(world, read))
        assert.deepEqual(
          unwanted.map(({ object, field }) => `${object}: ${field}`),
          [],
          `${lookup}: read though ${word} was not wanted`,
        )
        await askOnly(world, lookup, all)
        const unread = spared.filter((read) => !wasAsked(world, read))
        assert.deepEqual(
          unread.map(({ object, field }) => `${object}: ${field}`),
          [],
          `${lookup}: listed for ${word} and never read`,
        )
      }
    },
  },
]

async function askOnly(world: World, lookup: FieldRead['lookup'], wanted: Wanted): Promise<void> {
  const connection = world.connect({ wanted: { [lookup]: wanted[lookup] } })
  world.backend.resetStats()
  for (const { name, known } of casesOf(world.trial)) {
    if (name === lookup)
      await ask(
        connection,
        name,
        known.slice(0, 1).map(({ key }) => key),
      )
  }
}

/** Whether a field's name is in any request; a trial may know better how its vendor's fields are asked for. */
function wasAsked(world: World, read: FieldRead): boolean {
  const sign = world.trial.signOf?.(read) ?? wholeName(read.field)
  return world.backend.seen().some(({ url, body }) => sign.test(url) || sign.test(body))
}

/** The name by itself or at the end of a path to another object. */
function wholeName(field: string): RegExp {
  const name = field.replaceAll(/[^\w ]/g, String.raw`\$&`)
  return new RegExp(String.raw`(?<![\w.])(?:\w+\.)*${name}(?![\w.])`)
}

import type { ClientBase } from 'pg'
import type { StepDone, Steps } from '../engine/steps.ts'
import type { Checkpoint } from '../store.ts'
import { addLines, moveHead } from './batch-writer.ts'
import { abandon, beginWriting, finish, type Patience } from './transaction.ts'

/**
 * Runs a work in one transaction that nobody else writes beside; resolves once it is on the server's disk. `takesAway`: when it changes anything,
 * what others remember of persons and bodies does not hold any more.
 */
export async function runSteps<Result>(
  client: ClientBase,
  steps: Steps<Result>,
  { patience, takesAway }: { readonly patience: Patience; readonly takesAway: boolean },
): Promise<Result> {
  try {
    const head = await beginWriting(client, patience)
    let place: Checkpoint = head
    let changes = 0
    let next = steps.next()
    while (next.done !== true) {
      let done: StepDone
      if ('line' in next.value) {
        const added = addLines([next.value.line], place)
        await client.query(added.statement.text, [...added.statement.values])
        place = added.place
        done = { rows: [], changes: 1 }
      } else {
        const { rows, rowCount, command } = await client.query<Record<string, unknown>>(numbered(next.value.sql), [
          ...next.value.parameters,
        ])
        done = { rows, changes: command === 'SELECT' ? 0 : (rowCount ?? 0) }
      }
      changes += done.changes
      next = steps.next(done)
    }
    const removals = head.removals + (takesAway && changes > 0 ? 1 : 0)
    await finish(client, [moveHead(place, removals)], place === head ? undefined : place)
    return next.value
  } catch (error) {
    await abandon(client)
    throw error
  }
}

/** PostgreSQL numbers its parameters with another sign. */
const numbered = (sql: string): string => sql.replaceAll(/\?(\d+)/g, '$$$1')

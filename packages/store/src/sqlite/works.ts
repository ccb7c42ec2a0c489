import type { DatabaseSync } from 'node:sqlite'
import type { Forgotten } from '../store.ts'
import type { Work } from '../engine/requests.ts'
import { stepsOfWork } from '../engine/steps-of-work.ts'
import type { Sign } from '../signing.ts'
import type { Appender } from './appender.ts'
import type { BatchWriter } from './batch-writer.ts'
import { createProbe } from './probe.ts'
import { createStepRunner } from './run-steps.ts'
import { stillNamedTable } from './still-named.ts'
import { sqliteWords } from './words.ts'

/** Does the rarer works; each returns once it is on disk. */
export function createWorks(
  database: DatabaseSync,
  { appender, batches, sign }: { readonly appender: Appender; readonly batches: BatchWriter; readonly sign: Sign },
): (work: Work) => unknown {
  database.exec(stillNamedTable)
  const probe = createProbe(database)
  const runSteps = createStepRunner(database, appender)

  return (work) => {
    if (work.name === 'probe') return probe()
    if (work.name === 'sweep' || work.name === 'forget') batches.distrust()
    const done = runSteps(stepsOfWork(work, sqliteWords, sign))
    return work.name === 'forget' ? ({ ...(done as Omit<Forgotten, 'wiped'>), wiped: wipe(database) } satisfies Forgotten) : done
  }
}

/** Leaves nothing of what was deleted in the file or in the log of its changes. `false` when somebody is reading the log at the moment. */
function wipe(database: DatabaseSync): boolean {
  database.exec('VACUUM')
  return database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()?.['busy'] === 0
}

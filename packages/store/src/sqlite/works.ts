import type { DatabaseSync } from 'node:sqlite'
import type { Sign } from '../signing.ts'
import type { Appender } from './appender.ts'
import type { BatchWriter } from './batch-writer.ts'
import { createBlank } from './blank.ts'
import { createCut } from './cut.ts'
import { createForget } from './forget.ts'
import type { Work } from './messages.ts'
import { createRedirectWriter } from './redirect-writer.ts'
import { createSweep } from './sweep.ts'
import { createKeyMarks } from './key-marks.ts'
import { createProbe } from './probe.ts'

/** Does the rarer works; each returns once it is on disk. */
export function createWorks(
  database: DatabaseSync,
  { appender, batches, sign }: { readonly appender: Appender; readonly batches: BatchWriter; readonly sign: Sign },
): (work: Work) => unknown {
  const blank = createBlank(database, appender, sign)
  const redirect = createRedirectWriter(database, sign)
  const sweep = createSweep(database, blank)
  const probe = createProbe(database)
  const keyMark = createKeyMarks(database)
  const cut = createCut(database, appender, sign)
  const forget = createForget(database, { appender, blank, sign })

  return (work) => {
    switch (work.name) {
      case 'probe':
        return probe()
      case 'keyMark':
        return keyMark(work.argument.name, work.argument.mark)
      case 'redirect':
        return redirect(work.argument.from, work.argument.to)
      case 'sweep':
        batches.distrust()
        return sweep(work.argument)
      case 'cut':
        return cut(work.argument.before, work.argument.at)
      case 'forget':
      default:
        batches.distrust()
        return forget(work.argument.identifiers, work.argument.at)
    }
  }
}

import type { DatabaseSync } from 'node:sqlite'
import type { Sign } from '../signing.ts'
import type { Appender } from './appender.ts'
import { createBlank } from './blank.ts'
import { createCut } from './cut.ts'
import { createForget } from './forget.ts'
import type { Work } from './messages.ts'
import type { PersonBook } from './person-book.ts'
import { createRedirectWriter } from './redirect-writer.ts'
import { createSweep } from './sweep.ts'

/** Does the rarer works; each returns once it is on disk. */
export function createWorks(
  database: DatabaseSync,
  { appender, persons, sign }: { readonly appender: Appender; readonly persons: PersonBook; readonly sign: Sign },
): (work: Work) => unknown {
  const blank = createBlank(database, appender, sign)
  const redirect = createRedirectWriter(database)
  const sweep = createSweep(database, blank)
  const cut = createCut(database, appender, sign)
  const forget = createForget(database, { appender, blank, sign })

  return (work) => {
    switch (work.name) {
      case 'redirect':
        return redirect(work.argument.from, work.argument.to)
      case 'sweep':
        persons.forgetKnown()
        return sweep(work.argument)
      case 'cut':
        return cut(work.argument.before, work.argument.at)
      case 'forget':
      default:
        persons.forgetKnown()
        return forget(work.argument.identifier, work.argument.at)
    }
  }
}

import { fieldsFor, type Call, type FieldRead, type Host } from '@cx-concierge/connector-kit'
import { reads } from './fields.ts'
import { runQueries, type Query, type QueryOutcome } from './run-queries.ts'
import type { Sessions } from './session.ts'
import type { Settings } from './settings.ts'

/** What every look-up of one connection shares. */
export interface Backend {
  readonly settings: Settings
  readonly host: Host
  /** The fields to select of an object for a look-up: those that are wanted. */
  readonly fields: (lookup: FieldRead['lookup'], object: string) => readonly string[]
  /** Asks signed in, then reads the outcomes; both happen again when the session turns out to have ended. */
  readonly ask: <Result>(call: Call, queries: readonly Query[], read: (outcomes: readonly QueryOutcome[]) => Result) => Promise<Result>
  /** Leaves a line in the log the first time it is said. */
  readonly logOnce: (event: string) => void
}

/** Ties settings, host and sessions together. */
export function createBackend(settings: Settings, host: Host, sessions: Sessions): Backend {
  const said = new Set<string>()
  const wanted = fieldsFor(reads(settings), host.wanted)
  return {
    settings,
    host,
    fields: (lookup, object) => [
      ...new Set(wanted.filter((read) => read.lookup === lookup && read.object === object).map(({ field }) => field)),
    ],
    ask: (call, queries, read) => sessions.run(call, async (send) => read(await runQueries(send, settings.api_version, queries))),
    logOnce(event) {
      if (said.has(event)) return
      said.add(event)
      host.log(event)
    },
  }
}

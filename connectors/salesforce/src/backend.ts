import type { Call, Host } from '@cx-concierge/connector-kit'
import { runQueries, type Query, type QueryOutcome } from './run-queries.ts'
import type { Sessions } from './session.ts'
import type { Settings } from './settings.ts'

/** What every look-up of one connection shares. */
export interface Backend {
  readonly settings: Settings
  readonly host: Host
  /** Asks signed in, then reads the outcomes; both happen again when the session turns out to have ended. */
  readonly ask: <Result>(call: Call, queries: readonly Query[], read: (outcomes: readonly QueryOutcome[]) => Result) => Promise<Result>
  /** Leaves a line in the log the first time it is said. */
  readonly logOnce: (event: string) => void
}

/** Ties settings, host and sessions together. */
export function createBackend(settings: Settings, host: Host, sessions: Sessions): Backend {
  const said = new Set<string>()
  return {
    settings,
    host,
    ask: (call, queries, read) => sessions.run(call, async (send) => read(await runQueries(send, settings.api_version, queries))),
    logOnce(event) {
      if (said.has(event)) return
      said.add(event)
      host.log(event)
    },
  }
}

import type { Call, Connection, CoverageRecord } from '@cx-concierge/connector-kit'
import { everythingOf } from '@cx-concierge/connector-kit/testkit'
import googleSheets from '../src/index.ts'

/** A connection with what it left in the log. */
export interface Trial {
  readonly connection: Connection
  readonly logLines: string[]
  /** Reads the whole tab. */
  readonly coverage: (call?: Call) => Promise<ReadonlyMap<string, CoverageRecord>>
}

/** Friday noon. */
export const noon = Date.UTC(2026, 10, 20, 12)

/** Connects with these settings. `now` in epoch milliseconds. */
export function connect(settings: Readonly<Record<string, unknown>>, now: () => number = () => noon): Trial {
  const checked = googleSheets.settings.parse(settings)
  const logLines: string[] = []
  const connection = googleSheets.connect(checked, {
    name: 'booking_sheet',
    hosts: googleSheets.hosts(checked),
    now,
    wanted: everythingOf(googleSheets),
    log: (event, detail) => logLines.push(`${event} ${JSON.stringify(detail)}`),
  })
  const lookup = connection.lookups.coverage
  if (lookup === undefined || typeof lookup === 'function') throw new Error('not read whole')
  return { connection, logLines, coverage: async (call = { signal: AbortSignal.timeout(10_000) }) => await lookup.whole(call) }
}

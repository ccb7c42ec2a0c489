import type { Call, Connection, KeyedLookup, Lookup } from '@cx-concierge/connector-kit'
import { everythingOf } from '@cx-concierge/connector-kit/testkit'
import salesforce from '../src/index.ts'

/** A connection on a clock of its own, with what it left in the log. */
export interface Trial {
  readonly connection: Connection
  readonly logLines: string[]
}

/** Connects with these settings. `now` in epoch milliseconds. */
export function connect(settings: Readonly<Record<string, unknown>>, now: () => number = () => noon): Trial {
  const checked = salesforce.settings.parse(settings)
  const logLines: string[] = []
  const host = {
    name: 'crm',
    hosts: salesforce.hosts(checked),
    now,
    wanted: everythingOf(salesforce),
    log: (event: string, detail?: object) => logLines.push(`${event} ${JSON.stringify(detail)}`),
  }
  return { connection: salesforce.connect(checked, host), logLines }
}

/** Friday noon. */
export const noon = Date.UTC(2026, 10, 20, 12)

/** Asks one key-by-key look-up. */
export async function ask<Answer>(
  lookup: Lookup<Answer> | undefined,
  keys: readonly string[],
  call = patient(),
): Promise<ReadonlyMap<string, Answer | undefined>> {
  if (typeof lookup !== 'function') throw new Error('not a look-up by key')
  const keyed: KeyedLookup<Answer> = lookup
  return await keyed(keys, call)
}

/** A call nobody gives up. */
function patient(): Call {
  return { signal: AbortSignal.timeout(10_000) }
}

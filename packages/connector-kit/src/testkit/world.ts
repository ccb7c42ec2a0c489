import { inspect } from 'node:util'
import type { AnyConnector, Call, Connection, Host, LookupName, Lookups, Wanted } from '@cx-concierge/contract'
import { everythingOf } from './everything-of.ts'
import type { PretendBackend } from '../sandbox/index.ts'
import type { ConnectorTrial, KnownKey } from './trial.ts'

/** One connector, its backend up and well, and a clock: what a promise is tried in. */
export interface World {
  readonly connector: AnyConnector
  readonly trial: ConnectorTrial
  readonly backend: PretendBackend
  /** As somebody would write them; `connect` checks them. */
  readonly settings: Readonly<Record<string, unknown>>
  /** Every line any connection left in the log. */
  readonly logLines: string[]
  readonly advance: (ms: number) => void
  /** A new connection, closed with the world. */
  connect(change?: { settings?: Readonly<Record<string, unknown>>; hosts?: readonly string[]; wanted?: Wanted }): Connection
  /** Makes the backend well again, for the next promise. */
  heal(): Promise<void>
  close(): Promise<void>
}

const startOfTime = Date.UTC(2026, 10, 20, 9, 30)

/** Starts the backend of a trial. */
export async function createWorld(connector: AnyConnector, trial: ConnectorTrial): Promise<World> {
  let nowMs = startOfTime
  const now = (): number => nowMs
  const { backend, settings = backend.settings } = await trial.start({ now })
  const opened: Connection[] = []
  const logLines: string[] = []

  const heal = async (): Promise<void> => {
    await backend.up()
    backend.fail(undefined)
    await Promise.all(opened.splice(0).map(async (connection) => await connection.close?.()))
    // a fresh minute for the backend's own limits
    nowMs += 60_000
    backend.resetStats()
    logLines.length = 0
  }
  return {
    connector,
    trial,
    backend,
    settings,
    logLines,
    advance: (ms) => {
      nowMs += ms
    },
    connect(change = {}) {
      const checked: unknown = connector.settings.parse(change.settings ?? settings)
      const host: Host = {
        name: 'trial',
        hosts: change.hosts ?? connector.hosts(checked),
        wanted: change.wanted ?? everythingOf(connector),
        now,
        log: (event, detail) => logLines.push(`${event} ${inspect(detail)}`),
      }
      const connection = connector.connect(checked, host)
      opened.push(connection)
      return connection
    },
    heal,
    async close() {
      await heal()
      await backend.close()
    },
  }
}

/** A call nobody gives up, but for a guard against a test that would hang. */
export function patientCall(): Call {
  return { signal: AbortSignal.timeout(10_000) }
}

/** Asks by key, or reads the whole source: the answer is a map either way. */
export async function ask(
  connection: Connection,
  name: LookupName,
  keys: readonly string[],
  call: Call = patientCall(),
): Promise<ReadonlyMap<string, unknown>> {
  const lookup: Lookups[LookupName] = connection.lookups[name]
  if (lookup === undefined) throw new Error(`the connection does not answer ${name}`)
  return typeof lookup === 'function' ? await lookup(keys, call) : await lookup.whole(call)
}

/** The look-ups to try, with their keys. */
export function casesOf(trial: ConnectorTrial): { name: LookupName; known: readonly KnownKey[]; unknown: readonly string[] }[] {
  return Object.entries(trial.cases).map(([name, { known, unknown }]) => ({
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.entries forgets the key type
    name: name as LookupName,
    known: 'key' in known ? [known] : known,
    unknown: typeof unknown === 'string' ? [unknown] : unknown,
  }))
}

/** Asks each look-up for what it knows, one after the other. */
export async function askAll(world: World, connection: Connection): Promise<void> {
  for (const { name, known } of casesOf(world.trial)) {
    await ask(
      connection,
      name,
      known.map(({ key }) => key),
    )
  }
}

import { Client } from 'pg'
import { ConciergeError } from '@cx-concierge/contract'
import { clientConfig } from './address.ts'

/** What of a server decides whether records in it last. */
export interface ServerSettings {
  /** Whether what it says is on its disk is there. */
  readonly syncs: boolean
  /** Whether it notices pages that its disk has bent. */
  readonly hasChecksums: boolean
  /** Whether what travels to it is encrypted. */
  readonly isEncrypted: boolean
}

const withinMs = 5_000

/** Looks at a server; changes nothing. Throws `CONFIG_INVALID` for an address that is none, and `INTERNAL` when the server does not answer. */
export async function serverSettings(url: string): Promise<ServerSettings> {
  const config = clientConfig({ url, schema: 'pg_catalog', connectWithinMs: withinMs, readOnly: true })
  const client = new Client({ ...config, query_timeout: withinMs })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<{ [Name in keyof ServerSettings]: boolean }>(
      `SELECT current_setting('fsync') = 'on' AND current_setting('full_page_writes') = 'on' AS "syncs", current_setting('data_checksums') = 'on' AS "hasChecksums",
       coalesce((SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), false) AS "isEncrypted"`,
    )
    const [settings] = rows
    if (settings === undefined) throw new Error('no answer')
    return settings
  } catch (cause) {
    throw new ConciergeError('INTERNAL', 'The database that DATABASE_URL names does not answer.', { cause })
  } finally {
    client.connection.stream.destroy()
  }
}

import { ConciergeError } from '@cx-concierge/contract/errors'
import { types, type ClientConfig } from 'pg'

const schemaName = /^[a-z_][a-z0-9_]{0,40}$/
const sslModes = new Set(['disable', 'prefer', 'require', 'verify-ca', 'verify-full', 'no-verify'])
// libpq's modes between `disable` and `verify-full` encrypt for whoever answers; here whatever encrypts also checks who it is
const stricter = new Set(['prefer', 'require', 'verify-ca'])

/** Where a record lies in PostgreSQL, and how it is spoken with. */
export interface Address {
  /** `postgres://user:password@host:5432/database?sslmode=verify-full`. */
  readonly url: string
  /** The schema that is the record's own. */
  readonly schema: string
  readonly connectWithinMs: number
  /** Every transaction refuses to write. */
  readonly readOnly: boolean
}

/** How a client is made for this address. Throws `CONFIG_INVALID`, without a word of the address, when it is none. */
export function clientConfig({ url, schema, connectWithinMs, readOnly }: Address): ClientConfig {
  const parsed = URL.parse(url)
  if (parsed === null || !['postgres:', 'postgresql:'].includes(parsed.protocol))
    throw new ConciergeError('CONFIG_INVALID', 'DATABASE_URL is not an address like postgres://user@host:5432/database')
  const mode = parsed.searchParams.get('sslmode')
  if (mode !== null && !sslModes.has(mode))
    throw new ConciergeError('CONFIG_INVALID', `DATABASE_URL: sslmode is none of ${[...sslModes].join(', ')}`)
  if (mode !== null && stricter.has(mode)) parsed.searchParams.set('sslmode', 'verify-full')
  if (!schemaName.test(schema)) throw new ConciergeError('CONFIG_INVALID', 'The schema of the records has a name that cannot be used.')
  const given = parsed.searchParams.get('options')
  // nothing of another schema is ever meant, whatever the role's own settings say
  const settings = [`search_path=${schema},pg_temp`, ...(readOnly ? ['default_transaction_read_only=on'] : [])]
  parsed.searchParams.delete('options')
  return {
    connectionString: parsed.href,
    options: [...(given === null ? [] : [given]), ...settings.map((setting) => `-c ${setting}`)].join(' '),
    application_name: 'cx-concierge',
    connectionTimeoutMillis: connectWithinMs,
    keepAlive: true,
    // numbers of lines stay far below what a number can hold exactly
    types: { getTypeParser: (oid, format) => (oid === types.builtins.INT8 ? Number : types.getTypeParser(oid, format)) },
  }
}

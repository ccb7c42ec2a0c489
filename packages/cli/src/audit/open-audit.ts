import { existsSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ConciergeError } from '@cx-concierge/contract'
import { normalizeEmail } from '@cx-concierge/core'
import {
  createKeyedHash,
  loadOrCreateSigningKey,
  loadPublicKey,
  openPostgresStore,
  openSqliteStore,
  recordFiles,
  type RecordFiles,
  type SqliteStoreOptions,
  type Store,
} from '@cx-concierge/store'
import type { RecordDatabase } from '@cx-concierge/gateway'
import { recordDatabase } from '../record-database.ts'
import { accountNames } from './account-names.ts'

/** The record of a gateway, open; the gateway may be running. */
export interface Audit extends AsyncDisposable {
  readonly store: Store
  readonly files: RecordFiles
  /** What a customer, given as account id or e-mail address, is called in the record; several names are those of one. */
  customer(given: string): Promise<readonly string[]>
}

/** How a record is opened. */
export interface AuditOptions {
  /** Checks signatures by this key, in a PEM file, instead of the one beside the records. */
  readonly publicKey?: string | undefined
  /** Needs a public key, by which what was signed can be told from what was not. */
  readonly proves?: boolean
  /** Needs the private key, to sign what it changes; without this the record is opened for reading only. */
  readonly changes?: boolean
  /** Where a database may be named. */
  readonly env?: Readonly<Record<string, string | undefined>>
}

const patientMs = 10_000

/**
 * Opens the record in a folder, or of one file; that of a database, with what lies in the folder beside it, when the environment names one and no file
 * was named. Throws `INVALID_INPUT` when there is none.
 */
export async function openAudit(
  data: string,
  { publicKey, proves = false, changes = false, env = process.env }: AuditOptions = {},
): Promise<Audit> {
  const database = isFile(data) ? undefined : recordDatabase(env)
  const file = database ? join(data, 'concierge.sqlite') : recordFileIn(data)
  if (file === undefined) throw missing(`a record in ${data}; give the folder the gateway was started with by --data`)
  const files = recordFiles(file, undefined, database?.keys)
  if (changes && !existsSync(`${files.signingKey}.key`))
    throw missing(`the key ${files.signingKey}.key, without which nothing may be removed`)
  const key = publicKey ?? `${files.signingKey}.pub`
  if (proves && !existsSync(key)) throw missing(`the key ${key}, without which nothing can be proven; name another with --public-key`)
  const store = await openStore(file, database, {
    readOnly: !changes,
    lockWaitMs: patientMs,
    answerWithinMs: patientMs * 60,
    ...(changes ? { signingKey: await loadOrCreateSigningKey(files.signingKey) } : {}),
    ...(publicKey !== undefined || existsSync(key) ? { publicKey: await loadPublicKey(key) } : {}),
  })
  return {
    store,
    files,
    async customer(given) {
      if (!given.includes('@')) return (await accountNames(given)).map((name) => `account:${name}`)
      if (!existsSync(files.hashKey)) throw missing(`the key ${files.hashKey}, without which no address can be looked up`)
      const normal = normalizeEmail(given)
      if (normal === undefined) throw new ConciergeError('INVALID_INPUT', `${given} is not an e-mail address.`)
      return [`email:${createKeyedHash(await readFile(files.hashKey))(normal)}`]
    },
    [Symbol.asyncDispose]: () => store.close(),
  }
}

const openStore = (file: string, database: RecordDatabase | undefined, options: Omit<SqliteStoreOptions, 'file'>): Promise<Store> =>
  database ? openPostgresStore({ url: database.url, ...options }) : openSqliteStore({ file, ...options })

/** The file of records in a folder, or the one that was named; `undefined` when there is none. */
export function recordFileIn(data: string): string | undefined {
  const candidates = isFile(data) ? [data] : ['concierge.sqlite', 'demo.sqlite'].map((name) => join(data, name))
  return candidates.find((file) => existsSync(file))
}

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() === true

const missing = (what: string): ConciergeError => new ConciergeError('INVALID_INPUT', `There is not ${what}.`)
